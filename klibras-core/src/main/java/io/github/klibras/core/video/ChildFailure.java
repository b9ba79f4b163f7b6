package io.github.klibras.core.video;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.model.ModelUnavailableException;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Kinds of failures: those that keep their type between a child process and its parent, and all others. */
enum ChildFailure {
    UNREADABLE(UnreadableVideoException.class) {
        @Override
        RuntimeException exception(String message) {
            return new UnreadableVideoException(message);
        }
    },
    INVALID(InvalidInputException.class) {
        @Override
        RuntimeException exception(String message) {
            return new InvalidInputException(message);
        }
    },
    /** A JVM in which native code could not be loaded once cannot load it later either. */
    NO_MODEL(ModelUnavailableException.class) {
        @Override
        boolean leavesChildUsable() {
            return false;
        }

        @Override
        RuntimeException exception(String message) {
            return new ModelUnavailableException(message);
        }
    },
    CANCELLED(CancellationException.class) {
        @Override
        RuntimeException exception(String message) {
            return new CancellationException(message);
        }
    },
    /** Leaves the process in an unknown state. */
    OTHER(Throwable.class) {
        @Override
        boolean leavesChildUsable() {
            return false;
        }

        @Override
        String describe(Throwable problem) {
            return problem.toString();
        }

        @Override
        RuntimeException exception(String message) {
            return new ExtractionFailedException("The extraction failed in its child process: " + message);
        }
    };

    private final Class<? extends Throwable> type;

    ChildFailure(Class<? extends Throwable> type) {
        this.type = type;
    }

    static ChildFailure of(Throwable problem) {
        return Arrays.stream(values())
                .filter(kind -> kind.type.isInstance(problem))
                .findFirst()
                .orElse(OTHER);
    }

    static Optional<ChildFailure> named(String name) {
        return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst();
    }

    /** Returns whether the child can be given another video. */
    boolean leavesChildUsable() {
        return true;
    }

    /** Returns the text that the parent gets for a problem of this kind. */
    String describe(Throwable problem) {
        return String.valueOf(problem.getMessage());
    }

    /** Creates the exception for the caller. */
    abstract RuntimeException exception(String message);
}
