package io.github.klibras.testkit.queue;

import io.github.klibras.core.queue.JobMessageFormat;

class TextMessageFormatTest extends JobMessageFormatContract {

    @Override
    protected JobMessageFormat format() {
        return new TextMessageFormat();
    }
}
