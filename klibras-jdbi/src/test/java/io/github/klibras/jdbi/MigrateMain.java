package io.github.klibras.jdbi;

import java.io.IOException;

/** A process that migrates on a line of input, and prints how many migrations it has applied. */
final class MigrateMain {

    private MigrateMain() {}

    public static void main(String[] args) throws IOException {
        PoolConfig few = PoolConfig.builder().maximumPoolSize(3).build();
        try (PooledDataSource dataSource = PooledDataSource.open(args[0], args[1], args[2], few)) {
            System.out.println("ready");
            if (System.in.read() < 0) {
                throw new IOException("there is no line of input");
            }
            KlibrasMigrations migrations =
                    KlibrasMigrations.builder(dataSource).adoptPythonTables().build();
            System.out.println(migrations.migrate().applied());
        }
    }
}
