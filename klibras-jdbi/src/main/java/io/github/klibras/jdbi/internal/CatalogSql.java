package io.github.klibras.jdbi.internal;

import io.github.klibras.core.catalog.LearningModule;
import io.github.klibras.core.catalog.Sign;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.GetGeneratedKeys;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements of signs and modules. */
public interface CatalogSql {

    /** Parts of the statements, by name. A module without signs is one row without a sign. */
    Map<String, String> FRAGMENTS = Map.of(
            "signColumns", """
            s.id as sign_id, s.name as sign_name, s.<desc> as description, s.<videoUrl> as video_key, s.pontos""",
            "selectModules", """
            select m.id as module_id, m.name as module_name, <signColumns>
            from <schema>.modules m
            left join <schema>.module_sign_association ms on ms.module_id = m.id
            left join <schema>.signs s on s.id = ms.sign_id and not s.retired
            """);

    @SqlQuery("select <signColumns> from <schema>.signs s where not s.retired order by s.id")
    List<Sign> signs();

    @SqlQuery("select <signColumns> from <schema>.signs s where s.id = :id")
    Optional<Sign> findSign(@Bind("id") long id);

    @SqlQuery("""
            select <signColumns> from <schema>.signs s
            where s.<videoUrl> = :videoKey and not s.retired order by s.id limit 1
            """)
    Optional<Sign> findSignByVideoKey(@Bind("videoKey") String videoKey);

    default List<LearningModule> modules() {
        return ModuleRow.grouped(moduleRows());
    }

    @SqlQuery("<selectModules> where not m.retired order by m.id, s.id")
    List<ModuleRow> moduleRows();

    default Optional<LearningModule> findModule(long id) {
        return ModuleRow.grouped(moduleRows(id)).stream().findFirst();
    }

    @SqlQuery("<selectModules> where m.id = :id order by s.id")
    List<ModuleRow> moduleRows(@Bind("id") long id);

    default Optional<LearningModule> findModuleByName(String name) {
        return ModuleRow.grouped(moduleRows(name)).stream().findFirst();
    }

    @SqlQuery("""
            <selectModules>
            where m.id = (select min(id) from <schema>.modules where name = :name and not retired) order by s.id
            """)
    List<ModuleRow> moduleRows(@Bind("name") String name);

    @SqlUpdate("""
            insert into <schema>.signs (name, <desc>, <videoUrl>, pontos)
            values (:name, :description, :videoKey, :points)
            """)
    @GetGeneratedKeys("id")
    long insertSign(
            @Bind("name") String name,
            @Bind("description") String description,
            @Bind("videoKey") String videoKey,
            @Bind("points") int points);

    @SqlUpdate("insert into <schema>.modules (name) values (:name)")
    @GetGeneratedKeys("id")
    long insertModule(@Bind("name") String name);

    @SqlUpdate("""
            update <schema>.signs set name = :name, <desc> = :description, <videoUrl> = :videoKey, pontos = :points
            where id = :id and not retired
            """)
    int changeSign(
            @Bind("id") long id,
            @Bind("name") String name,
            @Bind("description") String description,
            @Bind("videoKey") String videoKey,
            @Bind("points") int points);

    @SqlUpdate("update <schema>.signs set retired = true where id = :id and not retired")
    int retireSign(@Bind("id") long id);

    @SqlUpdate("update <schema>.modules set name = :name where id = :id and not retired")
    int renameModule(@Bind("id") long id, @Bind("name") String name);

    @SqlUpdate("update <schema>.modules set retired = true where id = :id and not retired")
    int retireModule(@Bind("id") long id);

    @SqlUpdate("delete from <schema>.module_sign_association where module_id = :id")
    int removeSignsOfModule(@Bind("id") long id);

    /** Leaves out signs that do not exist or are retired. */
    @SqlUpdate("""
            insert into <schema>.module_sign_association (module_id, sign_id)
            select m.id, s.id from <schema>.modules m join <schema>.signs s on s.id in (<signIds>) and not s.retired
            where m.id = :moduleId
            """)
    int insertSignsOfModule(@Bind("moduleId") long moduleId, @BindList("signIds") Collection<Long> signIds);
}
