package io.github.klibras.jdbi.schema;

import java.util.Locale;

/** The types that the Python service's columns have, each under the names that the databases give it. */
enum ColumnType {
    INTEGER("integer,int", "bigint"),
    TEXT("character varying,varchar", "text,mediumtext,longtext,character large object"),
    ROLE("user-defined,enum"),
    BOOLEAN("boolean,tinyint"),
    TIME("timestamp without time zone,timestamp,datetime"),
    /** On MariaDB, JSON is another name of a text. */
    JSON("json,jsonb,longtext");

    private final String names;
    private final String wider;

    ColumnType(String names) {
        this(names, "");
    }

    /**
     * Each with commas between them.
     *
     * @param names of the type that the service makes
     * @param wider names of types that hold more, and do as well
     */
    ColumnType(String names, String wider) {
        this.names = "," + names + ",";
        this.wider = "," + wider + ",";
    }

    boolean isCalled(String typeName) {
        return holds(names, typeName);
    }

    /** Returns whether a column of that type, which somebody may have changed since, does for KLibras. */
    boolean isServedBy(String typeName) {
        return holds(names, typeName) || holds(wider, typeName);
    }

    private static boolean holds(String names, String typeName) {
        return names.contains("," + typeName.toLowerCase(Locale.ROOT) + ",");
    }
}
