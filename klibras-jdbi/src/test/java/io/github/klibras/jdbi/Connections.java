package io.github.klibras.jdbi;

import org.jspecify.annotations.Nullable;

import javax.sql.DataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** Data sources and connections to which tests add behavior. */
final class Connections {

    /** Opens a connection. */
    @FunctionalInterface
    interface Opening {
        Connection open() throws SQLException;
    }

    /** Answers a call of a method, or passes it on. */
    @FunctionalInterface
    interface Call {
        @Nullable
        Object answer(Method method, Object[] arguments) throws Throwable;
    }

    private Connections() {}

    static DataSource from(Opening opening) {
        return proxy(DataSource.class, (method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                return opening.open();
            }
            throw new UnsupportedOperationException(method.getName());
        });
    }

    static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                Connections.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.answer(method, arguments == null ? new Object[0] : arguments)));
    }

    static @Nullable Object pass(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
