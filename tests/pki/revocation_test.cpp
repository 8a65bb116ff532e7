// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/revocation.h"

#include "pki/workshop.h"

namespace mcu::pki::test {
namespace {

using std::chrono::days;

class Revocation : public testing::Test {
protected:
    Revocation() : files_(province_.enrol("mcu.vnpt")) {
        serial_ = readCertificate(slurp(files_.certificate))->serialHex;
    }

    RevocationList loaded() {
        auto list = RevocationList::load({files_.revoked}, province_.caPem());
        EXPECT_TRUE(list.has_value()) << (list ? "" : list.error().message);
        return list.value_or(RevocationList());
    }

    /// As when the authority's new list has been copied to the MCU.
    void fetch() {
        std::filesystem::copy_file(province_ / "ca/crl.pem",
                                   files_.revoked,
                                   std::filesystem::copy_options::overwrite_existing);
    }

    Province province_;
    McuFiles files_;
    std::string serial_;
};

TEST_F(Revocation, SeesAChangedFileByItself) {
    const auto list = loaded();
    EXPECT_FALSE(list.revokes(serial_));
    province_.revoke("mcu.vnpt");
    EXPECT_FALSE(list.revokes(serial_));
    fetch();
    EXPECT_TRUE(list.revokes(serial_));
    EXPECT_TRUE(RevocationList(list).revokes(serial_));
    EXPECT_EQ(list.size(), 1U);
    EXPECT_TRUE(list.problems(province_.now()).empty());
}

TEST_F(Revocation, TakesAMissingFileForEmptyUntilItComes) {
    province_.revoke("mcu.vnpt");
    std::filesystem::remove(files_.revoked);
    const auto list = loaded();
    EXPECT_FALSE(list.revokes(serial_));
    EXPECT_TRUE(list.problems(province_.now()).empty());
    fetch();
    EXPECT_TRUE(list.revokes(serial_));
}

TEST_F(Revocation, ForgetsNothingWhenTheFileTurnsBad) {
    province_.revoke("mcu.vnpt");
    fetch();
    const auto list = loaded();
    ASSERT_TRUE(list.revokes(serial_));
    std::filesystem::remove(files_.revoked);
    EXPECT_TRUE(list.revokes(serial_));
    ASSERT_EQ(list.problems(province_.now()).size(), 1U);
    EXPECT_EQ(list.problems(province_.now())[0].id, "file.missing");
    spill(files_.revoked, "rubbish");
    EXPECT_TRUE(list.revokes(serial_));
    EXPECT_EQ(list.problems(province_.now())[0].id, "cert.unreadable");
    fetch();
    EXPECT_TRUE(list.revokes(serial_));
    EXPECT_TRUE(list.problems(province_.now()).empty());
}

TEST_F(Revocation, RefusesABadFileAtTheStart) {
    spill(files_.revoked, slurp(files_.revoked).substr(0, 200));
    const auto list = RevocationList::load({files_.revoked}, province_.caPem());
    ASSERT_FALSE(list.has_value());
    EXPECT_EQ(list.error().id, "cert.unreadable");
}

TEST_F(Revocation, TakesOnlyListsOfItsAuthority) {
    Province other;
    const auto theirs = slurp(other / "ca/crl.pem");
    const auto ours = slurp(province_ / "ca/crl.pem");
    const auto alien = RevocationList::fromPem(theirs, province_.caPem());
    ASSERT_FALSE(alien.has_value());
    EXPECT_EQ(alien.error().id, "cert.crl-signature");
    EXPECT_FALSE(RevocationList::fromPem(ours + theirs, province_.caPem()).has_value());
    EXPECT_TRUE(
        RevocationList::fromPem(ours + theirs, province_.caPem() + other.caPem()).has_value());
    // An MCU's key signs no lists, though its certificate is of the authority.
    EXPECT_FALSE(RevocationList::fromPem(ours, slurp(files_.certificate)).has_value());
}

TEST_F(Revocation, RevokesThoughItsTimeIsOver) {
    province_.revoke("mcu.vnpt");
    fetch();
    const auto list = loaded();
    const auto late = province_.now() + days(91);
    EXPECT_TRUE(list.revokes(serial_));
    ASSERT_EQ(list.problems(late).size(), 1U);
    EXPECT_EQ(list.problems(late)[0].id, "cert.crl-old");
}

TEST_F(Revocation, ReadsSeveralFiles) {
    Province other;
    const auto theirs = readCertificate(slurp(other.enrol("mcu.a").certificate))->serialHex;
    other.revoke("mcu.a");
    province_.revoke("mcu.vnpt");
    fetch();
    const auto list = RevocationList::load({files_.revoked, other / "ca/crl.pem"},
                                           province_.caPem() + other.caPem());
    ASSERT_TRUE(list.has_value());
    EXPECT_TRUE(list->revokes(serial_));
    EXPECT_TRUE(list->revokes(theirs));
    EXPECT_EQ(list->size(), 2U);
}

TEST_F(Revocation, ReadsListsOfTheOpensslProgram) {
    province_.enrol("mcu.b");
    const std::string folder = (province_ / "ca").string();
    spill(folder + "/c.cnf",
          "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\n"
          "default_crl_days=7\ncertificate=ca.pem\nprivate_key=ca.key\n");
    spill(folder + "/index.txt", "");
    const auto said = shell("cd " + folder + " && openssl ca -config c.cnf -revoke " +
                            files_.certificate.string() +
                            " -crl_reason keyCompromise && openssl ca -config c.cnf -gencrl -out "
                            "theirs.pem");
    ASSERT_EQ(said.code, 0) << said.text;
    const auto list = RevocationList::fromPem(slurp(folder + "/theirs.pem"), province_.caPem());
    ASSERT_TRUE(list.has_value()) << list.error().message;
    EXPECT_TRUE(list->revokes(serial_));
    EXPECT_EQ(list->size(), 1U);
}

}  // namespace
}  // namespace mcu::pki::test
