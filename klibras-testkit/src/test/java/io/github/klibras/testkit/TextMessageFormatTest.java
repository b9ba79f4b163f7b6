package io.github.klibras.testkit;

import io.github.klibras.core.job.JobMessageFormat;

class TextMessageFormatTest extends JobMessageFormatContract {

    @Override
    protected JobMessageFormat format() {
        return new TextMessageFormat();
    }
}
