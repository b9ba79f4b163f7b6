package io.github.klibras.jdbi.schema;

import java.util.Locale;

/** The types that the Python service's columns have, each under the names that the databases give it. */
enum ColumnType {
    INTEGER("integer,int"),
    TEXT("character varying,varchar"),
    ROLE("user-defined,enum"),
    BOOLEAN("boolean,tinyint"),
    TIME("timestamp without time zone,timestamp,datetime"),
    /** On MariaDB, JSON is another name of a text. */
    JSON("json,jsonb,longtext");

    private final String names;

    /** @param names with commas between them */
    ColumnType(String names) {
        this.names = "," + names + ",";
    }

    boolean isCalled(String typeName) {
        return names.contains("," + typeName.toLowerCase(Locale.ROOT) + ",");
    }
}
