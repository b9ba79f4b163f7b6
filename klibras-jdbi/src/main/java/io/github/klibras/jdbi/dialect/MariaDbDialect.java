package io.github.klibras.jdbi.dialect;

import io.github.klibras.jdbi.internal.TimeSpan;

import java.util.Optional;

/** MariaDB 10.6 and later. */
final class MariaDbDialect extends InnoDbDialect {

    MariaDbDialect() {
        super("utf8mb4_nopad_bin");
    }

    /** Recognizes MariaDB through MySQL's driver too, which reports it as MySQL. */
    @Override
    public boolean speaks(String product, String version) {
        return product.equals("MariaDB") || version.contains("MariaDB");
    }

    @Override
    public Optional<String> earlierMigrations() {
        return Optional.of("classpath:db/klibras/earlier/mariadb");
    }

    @Override
    public TimeSpan times() {
        return TimeSpan.OF_MARIADB;
    }
}
