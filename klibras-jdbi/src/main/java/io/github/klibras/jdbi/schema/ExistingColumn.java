package io.github.klibras.jdbi.schema;

import org.jspecify.annotations.Nullable;

/**
 * A column as the database describes it.
 *
 * @param name in lower case
 * @param typeName the database's name for its type
 * @param textLength how many characters it holds, 0 if it is not a text column
 * @param nullable whether it accepts null
 * @param defaultValue what is stored if a statement names no value, as an expression, or {@code null}
 * @param generated whether the database generates its value
 * @param detail more of the type, such as the words of an enum, or {@code null}
 */
record ExistingColumn(
        String name,
        String typeName,
        long textLength,
        boolean nullable,
        @Nullable String defaultValue,
        boolean generated,
        @Nullable String detail) {

    /** Returns whether rows can be inserted without naming this column. */
    boolean optional() {
        return nullable || generated || defaultValue != null;
    }

    /** Returns the type in readable form, such as {@code varchar(320)}. */
    String type() {
        if (typeName.equalsIgnoreCase("user-defined") || typeName.equalsIgnoreCase("enum")) {
            return detail == null || detail.isEmpty() ? "enum" : detail;
        }
        return textLength > 0 ? typeName + "(" + textLength + ")" : typeName;
    }
}
