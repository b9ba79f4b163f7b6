package io.github.klibras.bcrypt;

import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.UserAccounts;
import io.github.klibras.core.user.Username;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the snippet of docs/embedding.md. */
class EmbeddingSnippetTest {

    @Test
    void accountsHashWithBcrypt() {
        Stores stores = new InMemoryStores();
        // snippet bcrypt
        UserAccounts accounts = new UserAccounts(stores.users(), new BcryptPasswordHasher());
        // end
        EmailAddress email = new EmailAddress("ana@example.org");
        accounts.register(email, new Username("ana"), "senha");

        assertThat(stores.users().findCredentials(email).orElseThrow().passwordHash())
                .startsWith("$2b$12$");
        assertThat(accounts.authenticate(email, "senha")).isPresent();
    }
}
