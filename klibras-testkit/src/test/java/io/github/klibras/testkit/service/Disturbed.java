package io.github.klibras.testkit.service;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.TransactionAware;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Ports that run an action before each call, such as one that fails, or that lose answers. */
public final class Disturbed {

    private Disturbed() {}

    public static <T> T store(Class<T> port, T target, Consumer<String> beforeMethod) {
        return store(port, target, (method, args) -> beforeMethod.accept(method));
    }

    public static <T> T store(Class<T> port, T target, BiConsumer<String, Object[]> beforeMethod) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            if (isCall(method)) {
                beforeMethod.accept(method.getName(), args);
            }
            return invoke(target, method, args);
        }));
    }

    /** Returns a store that carries out each call, and then loses the answers to those methods that the test names. */
    public static <T> T losingAnswers(Class<T> port, T target, Predicate<String> lost) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            Object answer = invoke(target, method, args);
            if (isCall(method) && lost.test(method.getName())) {
                throw new StoreException("the answer got lost, for a test");
            }
            return answer;
        }));
    }

    /** Methods of {@link TransactionAware} are not disturbed: a store answers them by itself. */
    private static boolean isCall(Method method) {
        return method.getDeclaringClass() != TransactionAware.class;
    }

    private static Object invoke(Object target, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
