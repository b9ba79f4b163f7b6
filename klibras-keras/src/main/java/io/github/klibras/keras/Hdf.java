package io.github.klibras.keras;

import io.jhdf.HdfFile;
import org.jspecify.annotations.Nullable;

import java.util.function.Function;
import java.util.function.Supplier;

/** The door to the HDF5 library. */
final class Hdf {

    private Hdf() {}

    /** Opens a file that is wholly in memory, so that it cannot name other files, and reads from its root. */
    static <T> T read(byte[] file, Function<HdfGroup, T> reader) {
        try (HdfFile opened = guard(() -> HdfFile.fromBytes(file))) {
            requireWhole(opened, file.length);
            return reader.apply(new HdfGroup(opened, file.length));
        }
    }

    /** Refuses a file that was cut off, even behind all that is read of it. */
    private static void requireWhole(HdfFile opened, int size) {
        long end = guard(() -> opened.getHdfBackingStorage().getSuperblock().getEndOfFileAddress());
        if (end > size) {
            throw new KerasModelException("the file is truncated: it has " + size + " bytes of " + end);
        }
    }

    /**
     * Runs a call of the HDF5 library. It was written for sound files: on damage it throws whatever its arithmetic or
     * its buffers happen to throw, recurses forever or asks for memory that nobody has.
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
