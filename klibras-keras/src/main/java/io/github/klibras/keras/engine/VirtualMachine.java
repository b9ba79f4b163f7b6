package io.github.klibras.keras.engine;

import com.sun.management.HotSpotDiagnosticMXBean;

import java.lang.management.ManagementFactory;

/** The options of this JVM, as far as they decide how fast vectors are. */
final class VirtualMachine {

    /** Only the second compiler (C2), which is level 4, turns vectors into instructions. */
    private static final int LEVEL_OF_C2 = 4;

    private static final int LEAST_VECTOR_BYTES = 16;

    private VirtualMachine() {}

    /** Returns whether vectors become instructions of the processor. Other JVMs than HotSpot are not known to do so. */
    static boolean compilesVectors() {
        HotSpotDiagnosticMXBean bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return bean != null
                && isOn(bean, "UseFMA")
                && isOn(bean, "UseCompiler")
                && number(bean, "TieredStopAtLevel", LEVEL_OF_C2) >= LEVEL_OF_C2
                && number(bean, "MaxVectorSize", LEAST_VECTOR_BYTES) >= LEAST_VECTOR_BYTES;
    }

    private static boolean isOn(HotSpotDiagnosticMXBean bean, String option) {
        return !"false".equals(value(bean, option, "true"));
    }

    private static long number(HotSpotDiagnosticMXBean bean, String option, long usual) {
        return Long.parseLong(value(bean, option, Long.toString(usual)));
    }

    private static String value(HotSpotDiagnosticMXBean bean, String option, String usual) {
        try {
            return bean.getVMOption(option).getValue();
        } catch (IllegalArgumentException e) {
            // Not every JVM has every option.
            return usual;
        }
    }
}
