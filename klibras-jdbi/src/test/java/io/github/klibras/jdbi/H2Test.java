package io.github.klibras.jdbi;

class H2Test extends DatabaseTests {

    H2Test() {
        super(H2Server.INSTANCE);
    }
}
