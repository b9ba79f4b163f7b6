package io.github.klibras.jdbi.schema;

import java.util.Locale;

/** The types of the Python service's columns, each under the names that databases give it. */
enum ColumnType {
    INTEGER("integer,int", "bigint"),
    TEXT("character varying,varchar", "text,mediumtext,longtext,character large object"),
    ROLE("user-defined,enum"),
    BOOLEAN("boolean,tinyint"),
    TIME("timestamp without time zone,timestamp,datetime"),
    /** On MariaDB, JSON is an alias of a text type. */
    JSON("json,jsonb,longtext");

    private final String names;
    private final String wider;

    ColumnType(String names) {
        this(names, "");
    }

    /**
     * Creates a type; names are separated by commas.
     *
     * @param names of the type that the service creates
     * @param wider names of types that hold more, and are accepted too
     */
    ColumnType(String names, String wider) {
        this.names = "," + names + ",";
        this.wider = "," + wider + ",";
    }

    boolean isCalled(String typeName) {
        return holds(names, typeName);
    }

    /** Returns whether a column of that type, which may have been changed since, is acceptable to KLibras. */
    boolean isServedBy(String typeName) {
        return holds(names, typeName) || holds(wider, typeName);
    }

    private static boolean holds(String names, String typeName) {
        return names.contains("," + typeName.toLowerCase(Locale.ROOT) + ",");
    }
}
