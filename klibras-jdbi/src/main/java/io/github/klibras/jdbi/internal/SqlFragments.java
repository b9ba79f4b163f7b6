package io.github.klibras.jdbi.internal;

import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.DefinedAttributeTemplateEngine;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces each {@code <name>} with the SQL fragment of that name. Fragments may contain other fragments, and names that a
 * database or a call defines, which JDBI replaces. JDBI caches the parsed template, so this is not repeated for each call.
 */
final class SqlFragments implements TemplateEngine.Parsing {

    private static final Pattern NAME = Pattern.compile("<(\\w+)>");

    private final Map<String, String> fragments = new HashMap<>();
    private final DefinedAttributeTemplateEngine engine = new DefinedAttributeTemplateEngine();

    SqlFragments() {
        fragments.putAll(CatalogSql.FRAGMENTS);
        fragments.putAll(JobSql.FRAGMENTS);
        fragments.putAll(LeaderboardSql.FRAGMENTS);
        fragments.putAll(UserSql.FRAGMENTS);
    }

    @Override
    public Optional<Function<StatementContext, String>> parse(String template, ConfigRegistry config) {
        return engine.parse(expanded(template), config);
    }

    private String expanded(String sql) {
        return NAME.matcher(sql).replaceAll(name -> {
            String fragment = fragments.get(name.group(1));
            return Matcher.quoteReplacement(fragment == null ? name.group() : expanded(fragment));
        });
    }
}
