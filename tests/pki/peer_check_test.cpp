// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/peer_check.h"

#include "pki/workshop.h"

namespace mcu::pki::test {
namespace {

using std::chrono::days;

class PeerCheck : public testing::Test {
protected:
    /// The refusal's id; empty when the peer is taken. Each refusal must help.
    std::string refusal(const std::string& pem, const std::string& expected, WallTime now) {
        const auto list = RevocationList::load({province_ / "ca/crl.pem"}, province_.caPem());
        EXPECT_TRUE(list.has_value());
        const auto checked = checkPeer(pem, expected, *list, now);
        if (checked) {
            return {};
        }
        EXPECT_FALSE(checked.error().message.empty());
        EXPECT_FALSE(checked.error().advice.empty());
        return checked.error().id;
    }

    Province province_;
    std::string pem_ = slurp(province_.enrol("mcu.vnpt").certificate);
    WallTime now_ = province_.now();
};

TEST_F(PeerCheck, TakesTheExpectedMcuOrAny) {
    EXPECT_EQ(refusal(pem_, "mcu.vnpt", now_), "");
    EXPECT_EQ(refusal(pem_, "", now_), "");
    const auto facts = checkPeer(pem_, "", RevocationList(), now_);
    EXPECT_EQ(facts->mcuId, "mcu.vnpt");
}

TEST_F(PeerCheck, RefusesEachFaultByItsName) {
    EXPECT_EQ(refusal(pem_, "mcu.viettel", now_), "cert.wrong-id");
    EXPECT_EQ(refusal(pem_, "mcu.vnpt2", now_), "cert.wrong-id");
    EXPECT_EQ(refusal(pem_, "mcu.vnpt", now_ - days(1)), "cert.not-yet-valid");
    EXPECT_EQ(refusal(pem_, "mcu.vnpt", now_ + days(397)), "cert.expired");
    EXPECT_EQ(refusal(province_.caPem(), "", now_), "cert.is-authority");
    EXPECT_EQ(refusal("nonsense", "", now_), "cert.unreadable");
    province_.revoke("mcu.vnpt");
    EXPECT_EQ(refusal(pem_, "mcu.vnpt", now_), "cert.revoked");
}

TEST_F(PeerCheck, RefusesACertificateWithoutAnMcu) {
    const std::string file = (province_ / "x.pem").string();
    ASSERT_EQ(
        shell("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "
              "/dev/null -subj /CN=mcu.vnpt -addext basicConstraints=critical,CA:FALSE -out " +
              file)
            .code,
        0);
    EXPECT_EQ(refusal(slurp(file), "", now_), "cert.no-id");
}

}  // namespace
}  // namespace mcu::pki::test
