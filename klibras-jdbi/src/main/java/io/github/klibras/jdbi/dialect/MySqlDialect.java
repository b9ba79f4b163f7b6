package io.github.klibras.jdbi.dialect;

import io.github.klibras.jdbi.internal.TimeSpan;

import java.util.Optional;

/** MySQL 8.0.17 and later. */
final class MySqlDialect extends InnoDbDialect {

    MySqlDialect() {
        super("utf8mb4_0900_bin");
    }

    @Override
    public boolean speaks(String product, String version) {
        return product.equals("MySQL") && !version.contains("MariaDB");
    }

    @Override
    public Optional<String> earlierMigrations() {
        return Optional.empty();
    }

    @Override
    public TimeSpan times() {
        return TimeSpan.OF_MYSQL;
    }
}
