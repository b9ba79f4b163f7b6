create table accounts (id int not null primary key);
