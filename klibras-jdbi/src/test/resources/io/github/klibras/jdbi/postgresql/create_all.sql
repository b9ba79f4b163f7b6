-- Tables made by the Python service's create_all, in the SQL of PostgreSQL, with some rows of its own.
create type roles_enum as enum ('USER', 'ADMIN');
create table users (
    id serial primary key,
    email varchar(50) not null,
    username varchar(15) not null,
    password varchar(100) not null,
    points int not null,
    role roles_enum not null
);
create index ix_users_id on users (id);
create unique index ix_users_email on users (email);
create unique index ix_users_username on users (username);
create table modules (id serial primary key, name varchar(50) not null);
create index ix_modules_id on modules (id);
create table signs (
    id serial primary key,
    name varchar(15) not null,
    "desc" varchar(500) not null,
    "videoUrl" varchar(150) not null,
    pontos int not null
);
create index ix_signs_id on signs (id);
create table user_module_association (
    user_id int not null,
    module_id int not null,
    primary key (user_id, module_id),
    foreign key (user_id) references users (id),
    foreign key (module_id) references modules (id)
);
create table user_sign_association (
    user_id int not null,
    sign_id int not null,
    primary key (user_id, sign_id),
    foreign key (user_id) references users (id),
    foreign key (sign_id) references signs (id)
);
create table module_sign_association (
    module_id int not null,
    sign_id int not null,
    primary key (module_id, sign_id),
    foreign key (module_id) references modules (id),
    foreign key (sign_id) references signs (id)
);
create table processing_jobs (
    job_id varchar(36) not null primary key,
    user_id int not null,
    expected_action varchar(255) not null,
    status varchar(50) not null,
    action_found boolean,
    predicted_action varchar(255),
    confidence varchar(10),
    is_match boolean,
    error varchar(500),
    created_at timestamp not null,
    completed_at timestamp,
    result json
);

insert into users (email, username, password, points, role) values
    ('ana@example.org', 'ana', '$2b$12$hash-of-ana', 25, 'USER'),
    ('bia@example.org', 'bia', '$2b$12$hash-of-bia', 0, 'ADMIN');
insert into signs (name, "desc", "videoUrl", pontos) values
    ('Obrigado', 'Thank you', 'obrigado', 10),
    ('Tudo bem', 'How are you', 'tudo_bem', 15),
    ('Bom dia', 'Good morning', 'bom_dia', 10);
insert into modules (name) values ('introducao'), ('em_preparação');
insert into module_sign_association (module_id, sign_id) values (1, 1), (1, 2), (1, 3);
insert into user_sign_association (user_id, sign_id) values (1, 1), (1, 2);
insert into processing_jobs (job_id, user_id, expected_action, status, created_at) values
    ('pending', 1, 'bom_dia', 'pending', '2025-10-01 12:00:00.123456');
insert into processing_jobs (job_id, user_id, expected_action, status, action_found, predicted_action, confidence,
        is_match, created_at, completed_at, result) values
    ('found', 1, 'obrigado', 'completed', true, 'obrigado', '99.10%', true, '2025-10-01 12:00:00',
        '2025-10-01 12:00:07.5', '{"action_found": true}');
insert into processing_jobs (job_id, user_id, expected_action, status, action_found, predicted_action, confidence,
        is_match, created_at, completed_at) values
    ('other', 1, 'obrigado', 'completed', false, 'tudo_bem', '61.00%', false, '2025-10-01 12:00:00',
        '2025-10-01 12:00:07');
insert into processing_jobs (job_id, user_id, expected_action, status, error, created_at, completed_at) values
    ('failed', 2, 'obrigado', 'failed', 'no hands in the video', '2025-10-01 12:00:00', '2025-10-01 12:00:07');
insert into processing_jobs (job_id, user_id, expected_action, status, action_found, created_at, completed_at) values
    ('unreadable', 2, 'obrigado', 'completed', false, '2025-10-01 12:00:00', null);
