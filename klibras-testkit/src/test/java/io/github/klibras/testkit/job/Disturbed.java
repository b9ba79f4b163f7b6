package io.github.klibras.testkit.job;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/** Ports that do something else before each call, such as failing. */
final class Disturbed {

    private Disturbed() {}

    static <T> T store(Class<T> port, T target, Consumer<String> beforeMethod) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            beforeMethod.accept(method.getName());
            try {
                return method.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
