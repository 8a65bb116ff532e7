// SPDX-License-Identifier: GPL-3.0-or-later
// TLS 1.3 both ways with our files, as the links of the cascade use them.
#include <memory>

#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "pki/peer_check.h"
#include "pki/workshop.h"

namespace mcu::pki::test {
namespace {

using std::chrono::days;

struct Free {
    void operator()(SSL_CTX* handle) const { SSL_CTX_free(handle); }

    void operator()(SSL* handle) const { SSL_free(handle); }

    void operator()(X509* handle) const { X509_free(handle); }
};

/// One end of a connection through memory.
class End {
public:
    End(const McuFiles& files, bool server)
        : context_(SSL_CTX_new(server ? TLS_server_method() : TLS_client_method())) {
        SSL_CTX_set_min_proto_version(context_.get(), TLS1_3_VERSION);
        EXPECT_EQ(SSL_CTX_use_certificate_file(
                      context_.get(), files.certificate.c_str(), SSL_FILETYPE_PEM),
                  1);
        EXPECT_EQ(SSL_CTX_use_PrivateKey_file(context_.get(), files.key.c_str(), SSL_FILETYPE_PEM),
                  1);
        EXPECT_EQ(SSL_CTX_load_verify_locations(context_.get(), files.authority.c_str(), nullptr),
                  1);
        SSL_CTX_set_verify(
            context_.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
        ssl_.reset(SSL_new(context_.get()));
        if (server) {
            SSL_set_accept_state(ssl_.get());
        } else {
            SSL_set_connect_state(ssl_.get());
        }
    }

    [[nodiscard]] SSL* ssl() const { return ssl_.get(); }

    [[nodiscard]] std::string peerPem() const {
        const std::unique_ptr<X509, Free> peer(SSL_get1_peer_certificate(ssl_.get()));
        BIO* bio = BIO_new(BIO_s_mem());
        PEM_write_bio_X509(bio, peer.get());
        char* text = nullptr;
        const auto size = BIO_get_mem_data(bio, &text);
        std::string pem(text, static_cast<std::size_t>(size));
        BIO_free(bio);
        return pem;
    }

private:
    std::unique_ptr<SSL_CTX, Free> context_;
    std::unique_ptr<SSL, Free> ssl_;
};

/// Both ends to the end of their handshake; whether it came to one.
bool shake(const End& client, const End& server) {
    BIO* left = nullptr;
    BIO* right = nullptr;
    EXPECT_EQ(BIO_new_bio_pair(&left, 0, &right, 0), 1);
    SSL_set_bio(client.ssl(), left, left);
    SSL_set_bio(server.ssl(), right, right);
    for (int turn = 0; turn < 20; ++turn) {
        SSL_do_handshake(client.ssl());
        SSL_do_handshake(server.ssl());
    }
    // A client is through before the server has seen its certificate; reading tells it.
    char octet = 0;
    SSL_read(client.ssl(), &octet, 1);
    const bool alive =
        SSL_get_shutdown(client.ssl()) == 0 &&
        SSL_get_error(client.ssl(), SSL_read(client.ssl(), &octet, 1)) == SSL_ERROR_WANT_READ;
    return alive && SSL_is_init_finished(client.ssl()) != 0 &&
           SSL_is_init_finished(server.ssl()) != 0;
}

TEST(Tls, ConnectsMcusOfOneAuthority) {
    Province province;
    const End server(province.enrol("mcu.sonla"), true);
    const End client(province.enrol("mcu.vnpt"), false);
    SSL_set1_host(client.ssl(), "mcu.sonla");
    ASSERT_TRUE(shake(client, server));
    EXPECT_STREQ(SSL_get_version(client.ssl()), "TLSv1.3");
    EXPECT_EQ(checkPeer(server.peerPem(), "mcu.vnpt", RevocationList(), today())->mcuId,
              "mcu.vnpt");
    EXPECT_TRUE(checkPeer(client.peerPem(), "mcu.sonla", RevocationList(), today()).has_value());
    EXPECT_EQ(checkPeer(client.peerPem(), "mcu.other", RevocationList(), today()).error().id,
              "cert.wrong-id");
}

TEST(Tls, PinsTheHostName) {
    Province province;
    const End server(province.enrol("mcu.sonla"), true);
    const End client(province.enrol("mcu.vnpt"), false);
    SSL_set1_host(client.ssl(), "mcu.viettel");
    EXPECT_FALSE(shake(client, server));
    EXPECT_EQ(SSL_get_verify_result(client.ssl()), X509_V_ERR_HOSTNAME_MISMATCH);
}

TEST(Tls, RefusesAnotherAuthority) {
    Province province;
    Province other;  // of the same name
    const End server(province.enrol("mcu.sonla"), true);
    auto files = other.enrol("mcu.vnpt");
    files.authority = province / "ca/ca.pem";  // it takes us; we do not take it
    const End client(files, false);
    EXPECT_FALSE(shake(client, server));
    EXPECT_NE(SSL_get_verify_result(server.ssl()), X509_V_OK);
}

TEST(Tls, RefusesAnExpiredCertificate) {
    Province province(today() - days(500));
    const End server(province.enrol("mcu.sonla", today()), true);
    const End client(province.enrol("mcu.vnpt", today() - days(400)), false);
    EXPECT_FALSE(shake(client, server));
    EXPECT_EQ(SSL_get_verify_result(server.ssl()), X509_V_ERR_CERT_HAS_EXPIRED);
}

TEST(Tls, LeavesRevocationToThePeerCheck) {
    Province province;
    const End server(province.enrol("mcu.sonla"), true);
    const End client(province.enrol("mcu.vnpt"), false);
    const auto list = RevocationList::load({province / "ca/crl.pem"}, province.caPem());
    ASSERT_TRUE(list.has_value());
    province.revoke("mcu.vnpt");
    ASSERT_TRUE(shake(client, server));
    const auto checked = checkPeer(server.peerPem(), "mcu.vnpt", *list, today());
    ASSERT_FALSE(checked.has_value());
    EXPECT_EQ(checked.error().id, "cert.revoked");
    EXPECT_TRUE(checkPeer(client.peerPem(), "mcu.sonla", *list, today()).has_value());
}

}  // namespace
}  // namespace mcu::pki::test
