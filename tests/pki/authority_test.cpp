// SPDX-License-Identifier: GPL-3.0-or-later
#include <openssl/pem.h>

#include "pki/peer_check.h"
#include "pki/workshop.h"

namespace mcu::pki::test {
namespace {

using std::chrono::days;
using std::chrono::hours;

Authority opened(const Province& province) {
    auto authority = Authority::open(province / "ca");
    EXPECT_TRUE(authority.has_value()) << (authority ? "" : authority.error().message);
    return std::move(*authority);
}

std::string serialOf(const std::string& pem) {
    const auto facts = readCertificate(pem);
    EXPECT_TRUE(facts.has_value());
    return facts ? facts->serialHex : "";
}

TEST(Authority, KeepsItsKeyToItself) {
    Province province;
    const auto files = province.enrol("mcu.vnpt");
    EXPECT_EQ(modeOf(province / "ca/ca.key"), 0600U);
    EXPECT_EQ(modeOf(files.key), 0600U);
    EXPECT_EQ(modeOf(province / "ca"), 0700U);
    EXPECT_EQ(modeOf(province / "mcu.vnpt"), 0700U);
    EXPECT_EQ(modeOf(province / "ca/ca.pem"), 0644U);
    std::filesystem::permissions(province / "ca/ca.key", std::filesystem::perms(0640));
    const auto open = Authority::open(province / "ca");
    ASSERT_FALSE(open.has_value());
    EXPECT_EQ(open.error().id, "cert.key-open");
}

TEST(Authority, IsNeverMadeTwiceInAFolder) {
    Province province;
    const std::string key = slurp(province / "ca/ca.key");
    const auto again = Authority::create(province / "ca", "another", today());
    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error().code, ErrorCode::alreadyExists);
    EXPECT_EQ(slurp(province / "ca/ca.key"), key);
    // A key alone is reason enough to leave the folder alone.
    std::filesystem::remove(province / "ca/ca.pem");
    std::filesystem::remove(province / "ca/issued");
    EXPECT_FALSE(Authority::create(province / "ca", "another", today()).has_value());
    EXPECT_EQ(slurp(province / "ca/ca.key"), key);
}

TEST(Authority, IsUsedByOneProgramAtATime) {
    Province province;
    const auto first = opened(province);
    const auto second = Authority::open(province / "ca");
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().id, "file.locked");
}

TEST(Authority, SignsFor397Days) {
    Province province;
    const auto facts = readCertificate(slurp(province.enrol("mcu.vnpt").certificate));
    ASSERT_TRUE(facts.has_value());
    EXPECT_EQ(facts->mcuId, "mcu.vnpt");
    EXPECT_EQ(facts->notAfter - facts->notBefore, days(397));
    EXPECT_LT(facts->notBefore, province.now());
    EXPECT_FALSE(facts->isCa);
    const auto ca = readCertificate(province.caPem());
    EXPECT_TRUE(ca->isCa);
    EXPECT_EQ(ca->mcuId, "");
    EXPECT_GT(daysLeft(*ca, province.now()), 3650);
    EXPECT_LT(daysLeft(*ca, province.now()), 3655);
}

TEST(Authority, SignsNothingThatOutlivesIt) {
    Province province;
    const auto end = readCertificate(province.caPem())->notAfter;
    const auto late = province.enrol("mcu.late", end - days(30));
    EXPECT_EQ(readCertificate(slurp(late.certificate))->notAfter, end);
    ASSERT_TRUE(makeRequest(province / "x", "mcu.x").has_value());
    const auto refused =
        opened(province).sign(slurp(province / "x/mcu.csr"), false, end + hours(1));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().id, "cert.authority-expired");
}

TEST(Authority, RefusesASecondCertificateOfAnId) {
    Province province;
    province.enrol("mcu.vnpt");
    ASSERT_TRUE(makeRequest(province / "impostor", "MCU.vnpt").has_value());
    auto authority = opened(province);
    const auto request = slurp(province / "impostor/mcu.csr");
    const auto refused = authority.sign(request, false, province.now());
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().id, "cert.already-issued");
    EXPECT_TRUE(authority.sign(request, true, province.now()).has_value());
    // The first has expired: nothing in force is replaced.
    EXPECT_TRUE(authority.sign(request, false, province.now() + days(400)).has_value());
    // To renew what never was is a slip.
    ASSERT_TRUE(makeRequest(province / "x", "mcu.x").has_value());
    EXPECT_EQ(authority.sign(slurp(province / "x/mcu.csr"), true, province.now()).error().code,
              ErrorCode::notFound);
}

TEST(Authority, RenewsForTheSameKey) {
    Province province;
    const auto files = province.enrol("mcu.vnpt");
    auto authority = opened(province);
    const auto later = province.now() + days(380);
    const auto renewed = authority.renew("mcu.vnpt", later);
    ASSERT_TRUE(renewed.has_value());
    EXPECT_TRUE(keyFits(*renewed, slurp(files.key)).value());
    EXPECT_NE(serialOf(*renewed), serialOf(slurp(files.certificate)));
    EXPECT_EQ(daysLeft(*readCertificate(*renewed), later), 396);
    const auto list = Authority::list(province / "ca");
    ASSERT_TRUE(list.has_value());
    ASSERT_EQ(list->size(), 2U);
    EXPECT_EQ((*list)[0].state, Issued::State::superseded);
    EXPECT_EQ((*list)[1].state, Issued::State::current);
    EXPECT_EQ(authority.renew("mcu.other", later).error().code, ErrorCode::notFound);
}

TEST(Authority, RevokesAllOfAnIdOrOneSerial) {
    Province province;
    const auto first = serialOf(slurp(province.enrol("mcu.vnpt").certificate));
    const auto other = serialOf(slurp(province.enrol("mcu.viettel").certificate));
    auto authority = opened(province);
    const auto second = serialOf(authority.renew("mcu.vnpt", province.now()).value());
    auto taken = authority.revoke("MCU.VNPT", province.now());
    ASSERT_TRUE(taken.has_value());
    EXPECT_EQ(taken->size(), 2U);
    taken = authority.revoke("mcu.vnpt", province.now());
    EXPECT_TRUE(taken.has_value() && taken->empty());
    auto list = RevocationList::load({province / "ca/crl.pem"}, province.caPem());
    ASSERT_TRUE(list.has_value());
    EXPECT_TRUE(list->revokes(first));
    EXPECT_TRUE(list->revokes(second));
    EXPECT_FALSE(list->revokes(other));
    std::string typed = "0x";
    for (const char c : other) {
        typed += static_cast<char>(c >= 'A' ? c - 'A' + 'a' : c);
    }
    EXPECT_EQ(authority.revoke(typed, province.now())->size(), 1U);
    EXPECT_TRUE(list->revokes(other));
    EXPECT_EQ(authority.revoke("mcu.nobody", province.now()).error().id, "cert.not-issued");
    EXPECT_EQ(authority.revoke("", province.now()).error().id, "cert.not-issued");
}

TEST(Authority, NeverSignsARevokedKeyAgain) {
    Province province;
    const auto files = province.enrol("mcu.vnpt");
    province.revoke("mcu.vnpt");
    auto authority = opened(province);
    for (const bool renewal : {false, true}) {
        const auto refused = authority.sign(slurp(files.request), renewal, province.now());
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().id, "cert.key-revoked");
    }
    EXPECT_EQ(authority.renew("mcu.vnpt", province.now()).error().id, "cert.key-revoked");
    ASSERT_TRUE(makeRequest(province / "anew", "mcu.vnpt").has_value());
    EXPECT_TRUE(
        authority.sign(slurp(province / "anew/mcu.csr"), false, province.now()).has_value());
}

TEST(Authority, ChecksTheRequestsSignature) {
    Province province;
    ASSERT_TRUE(makeRequest(province / "x", "mcu.x").has_value());
    const auto pem = slurp(province / "x/mcu.csr");
    BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    X509_REQ* request = PEM_read_bio_X509_REQ(bio, nullptr, nullptr, nullptr);
    BIO_free(bio);
    ASSERT_NE(request, nullptr);
    // Somebody else's name over the same signature.
    X509_NAME* name = X509_NAME_new();
    X509_NAME_add_entry_by_NID(name,
                               NID_commonName,
                               MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("mcu.y"),
                               -1,
                               -1,
                               0);
    X509_REQ_set_subject_name(request, name);
    X509_NAME_free(name);
    bio = BIO_new(BIO_s_mem());
    PEM_write_bio_X509_REQ(bio, request);
    X509_REQ_free(request);
    char* text = nullptr;
    const auto size = BIO_get_mem_data(bio, &text);
    const std::string forged(text, static_cast<std::size_t>(size));
    BIO_free(bio);
    const auto refused = opened(province).sign(forged, false, province.now());
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().id, "cert.request-signature");
    EXPECT_TRUE(Authority::list(province / "ca")->empty());
}

TEST(Authority, FinishesWhatWasInterrupted) {
    // Stopped between the index and the list: the list is behind. The next act makes it whole.
    Province province;
    const auto serial = serialOf(slurp(province.enrol("mcu.vnpt").certificate));
    const auto behind = slurp(province / "ca/crl.pem");
    province.revoke("mcu.vnpt");
    spill(province / "ca/crl.pem", behind);
    const auto list = RevocationList::load({province / "ca/crl.pem"}, province.caPem());
    EXPECT_FALSE(list->revokes(serial));
    EXPECT_TRUE(opened(province).refreshRevocationList(province.now()).has_value());
    EXPECT_TRUE(list->revokes(serial));
}

TEST(Authority, RefusesADamagedIndex) {
    Province province;
    province.enrol("mcu.vnpt");
    const auto whole = slurp(province / "ca/issued");
    for (const std::string& text : {std::string(),
                                    whole + "current 0A\n",
                                    whole + "current zz mcu.a 2026-01-01T00:00:00Z "
                                            "2027-01-01T00:00:00Z -\n",
                                    std::string("crl-number x\n")}) {
        spill(province / "ca/issued", text);
        const auto broken = Authority::open(province / "ca");
        ASSERT_FALSE(broken.has_value()) << text;
        EXPECT_EQ(broken.error().id, "cert.bad-index");
    }
}

TEST(Authority, RefusesAKeyThatIsNotItsOwn) {
    const Province one;
    const Province other;
    std::filesystem::copy_file(
        other / "ca/ca.key", one / "ca/ca.key", std::filesystem::copy_options::overwrite_existing);
    const auto broken = Authority::open(one / "ca");
    ASSERT_FALSE(broken.has_value());
    EXPECT_EQ(broken.error().id, "cert.authority-broken");
    EXPECT_EQ(Authority::open(one / "nowhere").error().id, "cert.no-authority");
}

TEST(Request, KeepsTheKeyThatIsThere) {
    const TemporaryFolder folder;
    const auto first = makeRequest(folder / "pki", "mcu.vnpt");
    ASSERT_TRUE(first.has_value());
    const auto key = slurp(folder / "pki/mcu.key");
    const auto second = makeRequest(folder / "pki", "mcu.vnpt");
    ASSERT_TRUE(second.has_value());
    EXPECT_EQ(slurp(folder / "pki/mcu.key"), key);
    EXPECT_EQ(first->keyFingerprint, second->keyFingerprint);
    EXPECT_EQ(readRequest(slurp(folder / "pki/mcu.csr"))->keyFingerprint, first->keyFingerprint);
    // What is no key is not overwritten either.
    spill(folder / "pki/mcu.key", "precious");
    EXPECT_FALSE(makeRequest(folder / "pki", "mcu.vnpt").has_value());
    EXPECT_EQ(slurp(folder / "pki/mcu.key"), "precious");
}

}  // namespace
}  // namespace mcu::pki::test
