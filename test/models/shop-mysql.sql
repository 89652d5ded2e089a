
CREATE TABLE users (
  id char(36) DEFAULT (uuid()) PRIMARY KEY,
  created_at datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  updated_at datetime(3),
  email varchar(320) NOT NULL,
  age smallint COMMENT 'In years',
  is_admin boolean NOT NULL DEFAULT FALSE,
  settings json NOT NULL DEFAULT ('{"theme":"it''s dark"}'),
  manager char(36),
  favorite char(36),
  CONSTRAINT users_email_key UNIQUE (email),
  CONSTRAINT users_age CHECK (age >= 0 AND age < 200),
  CONSTRAINT users_manager_fkey FOREIGN KEY (manager) REFERENCES users (id) ON DELETE SET NULL
) COMMENT = 'Who may log in';
CREATE INDEX users_manager_idx ON users (manager);
CREATE INDEX users_by_age ON users (created_at, age DESC);
CREATE TABLE orders (
  id char(36) DEFAULT (uuid()) PRIMARY KEY,
  created_at datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  updated_at datetime(3),
  number bigint NOT NULL,
  user char(36) NOT NULL,
  state enum('open', 'paid', 'won''t ship') NOT NULL DEFAULT 'open',
  net decimal(12, 2) NOT NULL,
  tax decimal(12, 2) NOT NULL DEFAULT '0.00',
  gross decimal(12, 2) GENERATED ALWAYS AS (net + tax) STORED,
  day date,
  at time(6),
  wall datetime(0),
  ratio float,
  weight double DEFAULT 1.5,
  country char(2) NOT NULL DEFAULT 'DE',
  note longtext DEFAULT ('it''s \\ free'),
  stamp varbinary(16),
  CONSTRAINT orders_user_number_key UNIQUE (user, number),
  CONSTRAINT orders_user_fkey FOREIGN KEY (user) REFERENCES users (id) ON DELETE CASCADE ON UPDATE RESTRICT
);
CREATE UNIQUE INDEX orders_number_day ON orders (number, day);
CREATE TABLE `order lines` (
  `order` char(36) NOT NULL,
  position int NOT NULL,
  amount int NOT NULL DEFAULT 1,
  `Group` varchar(20),
  PRIMARY KEY (`order`, position),
  CONSTRAINT `order lines_order_fkey` FOREIGN KEY (`order`) REFERENCES orders (id) ON DELETE CASCADE
);
CREATE TABLE `select` (
  `from` int AUTO_INCREMENT PRIMARY KEY,
  `order` char(36),
  position int,
  user varchar(100) DEFAULT (current_user()),
  CONSTRAINT select_order_position_fkey FOREIGN KEY (`order`, position) REFERENCES `order lines` (`order`, position)
);
CREATE VIEW `paid orders` AS
SELECT orders.id, email
FROM orders JOIN users ON users.id = user
WHERE state = 'paid';
ALTER TABLE users
  ADD CONSTRAINT users_favorite FOREIGN KEY (favorite) REFERENCES orders (id) ON DELETE SET NULL;
