package io.github.klibras.keras;

import io.jhdf.HdfFile;
import org.jspecify.annotations.Nullable;

import java.util.function.Function;
import java.util.function.Supplier;

/** Access to the HDF5 library. */
final class Hdf {

    private Hdf() {}

    /** Opens a file in memory, so that it cannot refer to other files, and reads from its root. */
    static <T> T read(byte[] file, Function<HdfGroup, T> reader) {
        try (HdfFile opened = guard(() -> HdfFile.fromBytes(file))) {
            requireWhole(opened, file.length);
            return reader.apply(new HdfGroup(opened, file.length));
        }
    }

    /** Refuses a truncated file, even if only unread parts are missing. */
    private static void requireWhole(HdfFile opened, int size) {
        long end = guard(() -> opened.getHdfBackingStorage().getSuperblock().getEndOfFileAddress());
        if (end > size) {
            throw new KerasModelException("the file is truncated: it has " + size + " bytes of " + end);
        }
    }

    /**
     * Runs a call of the HDF5 library, which assumes well-formed files: on damage, it throws arbitrary runtime
     * exceptions, recurses infinitely or requests too much memory.
     */
    static <T extends @Nullable Object> T guard(Supplier<T> call) {
        try {
            return call.get();
        } catch (KerasModelException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | NoClassDefFoundError e) {
            throw new KerasModelException("the file is damaged; its HDF5 structure cannot be read", e);
        }
    }
}
