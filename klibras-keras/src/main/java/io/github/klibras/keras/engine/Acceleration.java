package io.github.klibras.keras.engine;

/** The way in which an engine computes. Results differ in the last bits only. */
public enum Acceleration {

    /** Plain loops, which work everywhere. The first prediction takes no longer than others. */
    SCALAR,

    /**
     * The JDK's Vector API, about three times as fast. The JVM must have been started with
     * {@code --add-modules jdk.incubator.vector}, a module that a later JDK may change. It takes some hundred
     * predictions until the JIT compiler has compiled it.
     */
    VECTOR;

    private static final String MODULE = "jdk.incubator.vector";

    /**
     * Returns {@link #VECTOR} if this JVM has the module and turns its operations into instructions of the processor,
     * and {@link #SCALAR} otherwise. Without that, vectors are far slower than loops: by a factor of a thousand where
     * the processor, or {@code -XX:-UseFMA}, leaves out fused multiplication, and of twenty where the JVM stops at its
     * first compiler ({@code -XX:TieredStopAtLevel=1}) or interprets.
     */
    public static Acceleration best() {
        return hasVectors() && VirtualMachine.compilesVectors() ? VECTOR : SCALAR;
    }

    private static boolean hasVectors() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    Kernels kernels() {
        if (this == SCALAR) {
            return new ScalarKernels();
        }
        if (!hasVectors()) {
            throw new IllegalStateException(
                    "This JVM has no module " + MODULE + "; start it with --add-modules " + MODULE);
        }
        try {
            // Loaded by name, since it is compiled after this class.
            return Class.forName("io.github.klibras.keras.engine.VectorKernels")
                    .asSubclass(Kernels.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The kernels on the Vector API are not there", e);
        }
    }
}
