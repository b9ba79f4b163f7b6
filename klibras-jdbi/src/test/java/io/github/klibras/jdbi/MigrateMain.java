package io.github.klibras.jdbi;

import java.io.IOException;

/** A process that migrates when it is told to by a line of input, and says how many migrations it has applied. */
final class MigrateMain {

    private MigrateMain() {}

    public static void main(String[] args) throws IOException {
        PoolConfig few = PoolConfig.builder().maximumPoolSize(3).build();
        try (PooledDataSource dataSource = PooledDataSource.open(args[0], args[1], args[2], few)) {
            System.out.println("ready");
            if (System.in.read() < 0) {
                throw new IOException("nobody has told us to begin");
            }
            KlibrasMigrations migrations =
                    KlibrasMigrations.builder(dataSource).adoptPythonTables().build();
            System.out.println(migrations.migrate().applied());
        }
    }
}
