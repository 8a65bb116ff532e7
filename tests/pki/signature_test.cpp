// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/signature.h"

#include "pki/workshop.h"

namespace mcu::pki::test {
namespace {

class Signature : public testing::Test {
protected:
    std::string refusal(const std::string& bytes, const std::string& signature, WallTime now) {
        const auto signer = verifyDetached(bytes, signature, province_.caPem(), now);
        return signer ? "" : signer.error().id;
    }

    Province province_;
    McuFiles files_ = province_.enrol("mcu.tinh");
    std::string certificate_ = slurp(files_.certificate);
    std::string key_ = slurp(files_.key);
    WallTime now_ = province_.now();
};

TEST_F(Signature, SaysWhoSignedWhatUnchanged) {
    const std::string report = "Báo cáo phiên họp\r\n\0x";
    const auto signature = signDetached(report, certificate_, key_);
    ASSERT_TRUE(signature) << signature.error().message;
    EXPECT_NE(signature->find("BEGIN CMS"), std::string::npos);
    const auto signer = verifyDetached(report, *signature, province_.caPem(), now_);
    ASSERT_TRUE(signer) << signer.error().message;
    EXPECT_NE(signer->subject.find("mcu.tinh"), std::string::npos);
    EXPECT_EQ(signer->sha256Fingerprint, readCertificate(certificate_)->sha256Fingerprint);
}

TEST_F(Signature, RefusesWhatWasAlteredOrIsNotVouchedFor) {
    const auto signature = signDetached("report", certificate_, key_);
    ASSERT_TRUE(signature);
    EXPECT_EQ(refusal("report", *signature, now_), "");
    EXPECT_EQ(refusal("Report", *signature, now_), "signature.wrong");
    EXPECT_EQ(refusal("report", "", now_), "signature.unreadable");
    EXPECT_EQ(refusal("report", certificate_, now_), "signature.unreadable");
    EXPECT_EQ(refusal("report", *signature, now_ + std::chrono::days(500)), "cert.not-vouched");
    Province other;
    const auto foreign = verifyDetached("report", *signature, other.caPem(), now_);
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().id, "cert.not-vouched");
}

TEST_F(Signature, NeedsTheKeyOfTheCertificate) {
    const auto other = slurp(province_.enrol("mcu.vnpt").key);
    const auto refused = signDetached("report", certificate_, other);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().id, "signature.key-mismatch");
    EXPECT_FALSE(signDetached("report", "nothing", key_));
}

/// FIPS 180-2, appendix B.1.
TEST(Sha256, OfAbc) {
    EXPECT_EQ(sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace mcu::pki::test
