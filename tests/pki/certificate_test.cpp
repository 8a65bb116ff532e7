// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/certificate.h"

#include "pki/workshop.h"

namespace mcu::pki::test {
namespace {

using std::chrono::days;
using std::chrono::hours;

TEST(McuId, IsADnsName) {
    for (const char* good : {"mcu", "mcu.vnpt", "MCU-1.son-la.vn", "1", "a.b.c"}) {
        EXPECT_TRUE(isMcuId(good)) << good;
    }
    const std::string longest(63, 'a');
    EXPECT_TRUE(isMcuId(longest));
    EXPECT_FALSE(isMcuId(longest + "a"));
    for (const char* bad : {"",
                            ".",
                            "-",
                            "a.",
                            ".a",
                            "-a",
                            "a-",
                            "a..b",
                            "a.-b",
                            "a-.b",
                            "a b",
                            "a_b",
                            "sơn.la",
                            "a,DNS:b",
                            "a/b",
                            "../a",
                            "*.a"}) {
        EXPECT_FALSE(isMcuId(bad)) << bad;
    }
    EXPECT_FALSE(isMcuId(std::string_view("a\0b", 3)));
}

TEST(Serial, IsReadAsPeopleWriteIt) {
    EXPECT_EQ(normalSerial("0A1B"), "0A1B");
    EXPECT_EQ(normalSerial("0a:1b"), "0A1B");
    EXPECT_EQ(normalSerial("0xA1B"), "0A1B");
    EXPECT_EQ(normalSerial("000A1B"), "0A1B");
    EXPECT_EQ(normalSerial("0"), "00");
    EXPECT_EQ(normalSerial(""), "");
    EXPECT_EQ(normalSerial("-0A"), "");
    EXPECT_EQ(normalSerial("mcu.vnpt"), "");
    EXPECT_EQ(normalSerial(std::string(42, '1')), "");
}

TEST(Certificate, CountsWholeDays) {
    const WallTime now = today();
    CertificateFacts facts;
    facts.notAfter = now + days(3) + hours(1);
    EXPECT_EQ(daysLeft(facts, now), 3);
    EXPECT_FALSE(expired(facts, now));
    facts.notAfter = now + hours(1);
    EXPECT_EQ(daysLeft(facts, now), 0);
    facts.notAfter = now - hours(1);
    EXPECT_EQ(daysLeft(facts, now), -1);
    EXPECT_TRUE(expired(facts, now));
    facts.notAfter = WallTime::max();
    EXPECT_GT(daysLeft(facts, now), 80000);
}

TEST(Certificate, RefusesWhatIsNone) {
    Province province;
    const auto files = province.enrol("mcu.vnpt");
    const std::string pem = slurp(files.certificate);
    for (const std::string& bad : {std::string(),
                                   std::string("hello"),
                                   pem.substr(0, pem.size() / 2),
                                   slurp(files.key),
                                   slurp(files.request),
                                   std::string(kMaxPem + 1, 'x'),
                                   std::string(kMaxPem, '-')}) {
        const auto read = readCertificate(bad);
        ASSERT_FALSE(read.has_value());
        EXPECT_EQ(read.error().id, "cert.unreadable");
    }
    // An encrypted text would make OpenSSL ask for a pass phrase at the terminal.
    EXPECT_FALSE(readCertificate("-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\n"
                                 "DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\n"
                                 "AAAA\n-----END CERTIFICATE-----\n")
                     .has_value());
    EXPECT_TRUE(readCertificate("text before\n" + pem + "and after").has_value());
    EXPECT_EQ(readCertificate(pem + province.caPem())->mcuId, "mcu.vnpt");
}

/// Certificates the openssl program makes, self-signed, with any subject and names.
class Foreign : public testing::Test {
protected:
    CertificateFacts made(const std::string& subject, const std::string& more) {
        const std::string file = (folder_ / "x.pem").string();
        const auto said = shell(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 "
            "-nodes -utf8 -keyout /dev/null -subj '" +
            subject + "' " + more + " -out " + file);
        EXPECT_EQ(said.code, 0) << said.text;
        const auto facts = readCertificate(slurp(file));
        EXPECT_TRUE(facts.has_value());
        return facts.value_or(CertificateFacts{});
    }

    TemporaryFolder folder_;
};

TEST_F(Foreign, NamesAnMcuByBothNames) {
    const std::string dns = "-addext subjectAltName=";
    EXPECT_EQ(made("/CN=mcu.a", dns + "DNS:mcu.a").mcuId, "mcu.a");
    EXPECT_EQ(made("/O=x/CN=mcu.a", dns + "DNS:other,IP:127.0.0.1,DNS:mcu.a").mcuId, "mcu.a");
    EXPECT_EQ(made("/CN=mcu.a", "").mcuId, "");
    EXPECT_EQ(made("/CN=mcu.a", dns + "DNS:mcu.b").mcuId, "");
    EXPECT_EQ(made("/CN=mcu.a", dns + "email:mcu.a").mcuId, "");
    EXPECT_EQ(made("/O=mcu.a", dns + "DNS:mcu.a").mcuId, "");
    EXPECT_EQ(made("/CN=mcu.a/CN=mcu.b", dns + "DNS:mcu.a,DNS:mcu.b").mcuId, "");
    EXPECT_EQ(made("/CN=mcu.*", dns + "DNS:mcu.*").mcuId, "");
}

TEST_F(Foreign, LivesForEver) {
    const auto facts = made("/CN=mcu.a", "-days 2900000");
    EXPECT_EQ(facts.notAfter, WallTime::max());
    EXPECT_FALSE(expired(facts, today()));
}

TEST_F(Foreign, KeepsVietnameseAndHidesControls) {
    EXPECT_EQ(made("/CN=Sơn La", "").subject, "CN=Sơn La");
    EXPECT_EQ(made("/CN=a\x1B[2J", "").subject, "CN=a\\1B[2J");
}

TEST(Chain, VouchesForItsOwnInTheirTime) {
    Province province;
    Province other;
    const auto files = province.enrol("mcu.vnpt");
    const auto pem = slurp(files.certificate);
    const auto now = province.now();
    EXPECT_TRUE(chainsTo(pem, province.caPem(), now).has_value());
    EXPECT_TRUE(chainsTo(pem, other.caPem() + province.caPem(), now).has_value());
    EXPECT_TRUE(chainsTo(province.caPem(), province.caPem(), now).has_value());
    EXPECT_FALSE(chainsTo(pem, other.caPem(), now).has_value());
    EXPECT_FALSE(chainsTo(pem, "", now).has_value());
    const auto late = chainsTo(pem, province.caPem(), now + days(398));
    ASSERT_FALSE(late.has_value());
    EXPECT_NE(late.error().message.find("expired"), std::string::npos);
    EXPECT_FALSE(chainsTo(pem, province.caPem(), now - days(1)).has_value());
    EXPECT_FALSE(chainsTo(pem, pem, now).has_value());
}

TEST(Key, FitsItsCertificateAlone) {
    Province province;
    const auto a = province.enrol("mcu.a");
    const auto b = province.enrol("mcu.b");
    EXPECT_TRUE(keyFits(slurp(a.certificate), slurp(a.key)).value());
    EXPECT_FALSE(keyFits(slurp(a.certificate), slurp(b.key)).value());
    EXPECT_FALSE(keyFits(slurp(a.certificate), slurp(b.certificate)).has_value());
}

}  // namespace
}  // namespace mcu::pki::test
