-- Tables made by the Python service's migrations: users only, without points and with a shorter name.
create table alembic_version (version_num varchar(32) not null primary key);
create table users (
    id int not null auto_increment primary key,
    email varchar(50) not null,
    username varchar(10) not null,
    password varchar(100) not null,
    role enum ('USER', 'ADMIN') not null
);
create index ix_users_id on users (id);
create unique index ix_users_email on users (email);
create unique index ix_users_username on users (username);
insert into users (email, username, password, role) values ('ana@example.org', 'ana', '$2b$12$hash-of-ana', 'USER');
