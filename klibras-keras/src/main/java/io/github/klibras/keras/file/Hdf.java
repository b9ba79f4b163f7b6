package io.github.klibras.keras.file;

import io.github.klibras.keras.layer.InvalidModelException;
import io.jhdf.HdfFile;
import org.jspecify.annotations.Nullable;

import java.util.function.Function;
import java.util.function.Supplier;

/** Access to the HDF5 library. */
public final class Hdf {

    private Hdf() {}

    /** Opens a file in memory, so that it cannot refer to other files, and reads from its root. */
    public static <T> T read(byte[] file, Function<HdfGroup, T> reader) {
        QuietLibrary.once();
        try (HdfFile opened = guard(() -> HdfFile.fromBytes(file))) {
            requireWhole(opened, file.length);
            return reader.apply(new HdfGroup(opened, file.length));
        }
    }

    /** Refuses a truncated file, even if only unread parts are missing. */
    private static void requireWhole(HdfFile opened, int size) {
        long end = guard(() -> opened.getHdfBackingStorage().getSuperblock().getEndOfFileAddress());
        if (end > size) {
            throw new InvalidModelException("the file is truncated: it has " + size + " bytes of " + end);
        }
    }

    /**
     * Runs a call of the HDF5 library, which assumes well-formed files: on damage, it throws arbitrary runtime
     * exceptions, recurses infinitely or requests too much memory.
     */
    static <T extends @Nullable Object> T guard(Supplier<T> call) {
        try {
            return call.get();
        } catch (InvalidModelException e) {
            throw e;
        } catch (NoClassDefFoundError e) {
            throw new InvalidModelException(
                    "the class " + String.valueOf(e.getMessage()).replace('/', '.') + " is missing from the class path;"
                            + " reading the file needs it, unless the file is damaged",
                    e);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new InvalidModelException("the file is damaged; its HDF5 structure cannot be read", e);
        }
    }
}
