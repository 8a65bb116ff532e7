// SPDX-License-Identifier: GPL-3.0-or-later
// What we sign, as the openssl program sees it.
#include "pki/workshop.h"

namespace mcu::pki::test {
namespace {

TEST(Oracle, TakesTheAuthority) {
    const Province province;
    const auto text =
        shell("openssl x509 -nameopt utf8 -text -noout -in " + (province / "ca/ca.pem").string());
    EXPECT_EQ(text.code, 0);
    EXPECT_TRUE(text.has("HNTH Sơn La")) << text.text;
    EXPECT_TRUE(text.has("CA:TRUE, pathlen:0"));
    EXPECT_TRUE(text.has("X509v3 Key Usage: critical\n                Certificate Sign, CRL Sign"));
    EXPECT_TRUE(text.has("NIST CURVE: P-384"));
    EXPECT_TRUE(text.has("Signature Algorithm: ecdsa-with-SHA384"));
    const auto key = shell("openssl pkey -check -noout -in " + (province / "ca/ca.key").string());
    EXPECT_TRUE(key.has("Key is valid")) << key.text;
}

TEST(Oracle, TakesAnMcu) {
    Province province;
    const auto files = province.enrol("mcu.vnpt");
    const auto text = shell("openssl x509 -text -noout -in " + files.certificate.string());
    EXPECT_TRUE(text.has("Subject: CN = mcu.vnpt")) << text.text;
    EXPECT_TRUE(text.has("DNS:mcu.vnpt"));
    EXPECT_TRUE(text.has("TLS Web Server Authentication, TLS Web Client Authentication"));
    EXPECT_TRUE(text.has("X509v3 Key Usage: critical\n                Digital Signature"));
    EXPECT_TRUE(text.has("CA:FALSE"));
    EXPECT_TRUE(text.has("NIST CURVE: P-256"));
    EXPECT_TRUE(text.has("X509v3 Authority Key Identifier"));

    const auto request = shell("openssl req -verify -noout -subject -in " + files.request.string());
    EXPECT_TRUE(request.has("verify OK")) << request.text;
    EXPECT_TRUE(request.has("CN = mcu.vnpt"));

    for (const char* purpose : {"sslclient", "sslserver"}) {
        const auto verified =
            shell(std::string("openssl verify -x509_strict -purpose ") + purpose +
                  " -verify_hostname mcu.vnpt -CAfile " + files.authority.string() + " -CRLfile " +
                  files.revoked.string() + " -crl_check " + files.certificate.string());
        EXPECT_EQ(verified.code, 0) << verified.text;
    }
}

TEST(Oracle, SeesTheSameFacts) {
    Province province;
    const auto files = province.enrol("mcu.vnpt");
    const auto facts = readCertificate(slurp(files.certificate));
    ASSERT_TRUE(facts.has_value());
    const auto text = shell(
        "openssl x509 -noout -serial -fingerprint -sha256 -issuer -nameopt rfc2253,-esc_msb "
        "-in " +
        files.certificate.string());
    EXPECT_TRUE(text.has("serial=" + facts->serialHex + "\n")) << text.text;
    EXPECT_TRUE(text.has("Fingerprint=" + facts->sha256Fingerprint + "\n"));
    EXPECT_TRUE(text.has("issuer=" + facts->issuer + "\n"));
}

TEST(Oracle, SeesRevocations) {
    Province province;
    const auto good = province.enrol("mcu.viettel");
    const auto bad = province.enrol("mcu.vnpt");
    province.revoke("mcu.vnpt");
    const std::string check = "openssl verify -crl_check -CAfile " + good.authority.string() +
                              " -CRLfile " + (province / "ca/crl.pem").string() + " ";
    EXPECT_EQ(shell(check + good.certificate.string()).code, 0);
    const auto refused = shell(check + bad.certificate.string());
    EXPECT_NE(refused.code, 0);
    EXPECT_TRUE(refused.has("certificate revoked")) << refused.text;
    const auto list = shell("openssl crl -text -noout -CAfile " + good.authority.string() +
                            " -in " + (province / "ca/crl.pem").string());
    EXPECT_TRUE(list.has("verify OK")) << list.text;
    EXPECT_TRUE(list.has("X509v3 CRL Number: \n                4")) << list.text;
}

TEST(Oracle, RefusesAnIssuerBelowTheAuthority) {
    // pathlen:0: an MCU's certificate cannot vouch for anybody, nor can another authority below.
    Province province;
    const auto files = province.enrol("mcu.vnpt");
    const std::string folder = files.key.parent_path().string();
    ASSERT_EQ(
        shell("cd " + folder +
              " && openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "
              "x.key -subj /CN=mcu.x -out x.csr && openssl x509 -req -in x.csr -CA mcu.pem "
              "-CAkey mcu.key -CAcreateserial -days 2 -out x.pem")
            .code,
        0);
    const auto verified =
        shell("cd " + folder + " && openssl verify -CAfile ca.pem -untrusted mcu.pem x.pem");
    EXPECT_NE(verified.code, 0);
    const auto ours = chainsTo(slurp(folder + "/x.pem"), province.caPem(), today());
    ASSERT_FALSE(ours.has_value());
    EXPECT_EQ(ours.error().id, "cert.not-vouched");
}

TEST(Oracle, MakesRequestsWeSign) {
    Province province;
    const std::string key = (province / "x.key").string();
    const std::string request = (province / "x.csr").string();
    auto made = [&](const std::string& kind, const std::string& subject) {
        const auto said = shell("openssl req -new -newkey " + kind + " -nodes -keyout " + key +
                                " -subj '" + subject + "' -out " + request);
        EXPECT_EQ(said.code, 0) << said.text;
        return slurp(request);
    };
    EXPECT_TRUE(readRequest(made("ec -pkeyopt ec_paramgen_curve:P-384", "/CN=mcu.x")).has_value());
    const auto idOf = [&](const std::string& pem) {
        const auto read = readRequest(pem);
        return read ? std::string() : read.error().id;
    };
    EXPECT_EQ(idOf(made("rsa:2048", "/CN=mcu.x")), "cert.bad-key");
    EXPECT_EQ(idOf(made("ec -pkeyopt ec_paramgen_curve:secp521r1", "/CN=mcu.x")), "cert.bad-key");
    EXPECT_EQ(idOf(made("ec -pkeyopt ec_paramgen_curve:P-256", "/O=x")), "cert.bad-id");
    EXPECT_EQ(idOf(made("ec -pkeyopt ec_paramgen_curve:P-256", "/CN=a/CN=b")), "cert.bad-id");
    EXPECT_EQ(idOf(made("ec -pkeyopt ec_paramgen_curve:P-256", "/CN=mcu,DNS:other")),
              "cert.bad-id");
}

}  // namespace
}  // namespace mcu::pki::test
