package io.github.klibras.jdbi.schema;

import java.util.List;

/**
 * A table that both sides know.
 *
 * @param columns those of the Python service's models
 * @param uniqueKeys the columns of each key that must be unique, the primary key first
 * @param ours the names of the columns that KLibras adds
 */
record Table(String name, List<Column> columns, List<List<String>> uniqueKeys, List<String> ours) {

    /**
     * A column of the Python service's models.
     *
     * @param name in lower case
     * @param length how many characters the column must hold for KLibras, 0 if it is not a text column
     * @param added whether KLibras adds it where the service's own migrations have omitted it
     */
    record Column(String name, ColumnType type, int length, boolean nullable, boolean added) {

        static Column integer(String name) {
            return new Column(name, ColumnType.INTEGER, 0, false, false);
        }

        static Column text(String name, int length) {
            return new Column(name, ColumnType.TEXT, length, false, false);
        }

        static Column of(ColumnType type, String name) {
            return new Column(name, type, 0, false, false);
        }

        Column orNull() {
            return new Column(name, type, length, true, added);
        }

        Column orMissing() {
            return new Column(name, type, length, nullable, true);
        }
    }
}
