set names 'utf8';

create table "users" ("id" serial primary key, "email" varchar(320) not null, "created_at" timestamptz not null default now());
alter table "users" add constraint "users_email_unique" unique ("email");

create table "orders" ("id" serial primary key, "user_id" int not null);

alter table "orders" add constraint "orders_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete cascade;


[32m[39m
