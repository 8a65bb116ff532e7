// SPDX-License-Identifier: GPL-3.0-or-later
// Who may link, and that both ends learn why not.
#include <filesystem>

#include "cascade/node.h"

namespace mcu::cascade::test {
namespace {

using std::chrono::hours;

/// Both ends of a link that must not come up.
class Refusal {
public:
    Refusal(const McuFiles& masterFiles,
            const McuFiles& slaveFiles,
            const std::string& slaveId = "mcu.vnpt")
        : master("mcu.tinh", masterFiles), slave(slaveId, slaveFiles) {
        master.withSlave("mcu.vnpt").start();
        slave.withMaster("mcu.tinh", master.port()).start();
    }

    /// The slave's link has this in its cause, and the master told an event with that.
    void expect(const std::string& atSlave, const std::string& atMaster) {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        LinkStatus link;
        do {
            link = slave.link("mcu.tinh");
        } while (
            (link.state != LinkState::refused || link.cause.find(atSlave) == std::string::npos) &&
            std::chrono::steady_clock::now() < deadline);
        EXPECT_EQ(link.state, LinkState::refused) << link.cause;
        EXPECT_NE(link.cause.find(atSlave), std::string::npos) << link.cause;
        EXPECT_TRUE(master.eventually([&] {
            return master.host.find("cascade.refused", atMaster) != nullptr;
        })) <<
            [&] {
                std::string all;
                master.on([&] {
                    for (const auto& one : master.host.reports) {
                        all += one.kind + ": " + one.text + "\n";
                    }
                });
                return all;
            }();
        slave.on([&] {
            EXPECT_EQ(slave.host.count("cascade.refused"), 1U);
            EXPECT_TRUE(slave.host.trunks.empty());
        });
        master.on([&] {
            EXPECT_TRUE(master.host.trunks.empty());
            EXPECT_GE(master.service->counters().at("cascade.refused"), 1U);
        });
    }

    Node master;
    Node slave;
};

/// An authority that is older than what has expired.
struct OldProvince : Province {
    OldProvince() : Province(pki::test::today() - hours(24 * 500)) {}

    McuFiles current(const std::string& id) { return enrol(id, pki::test::today()); }
};

TEST(CascadeSecurity, AnExpiredCertificateIsRefused) {
    OldProvince province;
    Refusal refusal(province.current("mcu.tinh"), province.enrol("mcu.vnpt"));
    refusal.expect("expired", "expired");
}

TEST(CascadeSecurity, AnExpiredMasterIsRefused) {
    OldProvince province;
    Refusal refusal(province.enrol("mcu.tinh"), province.current("mcu.vnpt"));
    refusal.expect("expired", "expired");
}

TEST(CascadeSecurity, ARevokedCertificateIsRefused) {
    Province province;
    const auto slave = province.enrol("mcu.vnpt");
    province.revoke("mcu.vnpt");
    Refusal refusal(province.enrol("mcu.tinh"), slave);
    refusal.expect("revoked", "revoked");
}

TEST(CascadeSecurity, ACertificateOfAnotherAuthorityIsRefused) {
    Province province;
    Province other(pki::test::today(), "HNTH Khac");
    // The other's certificate, with our authority in hand: it trusts us, we do not trust it.
    auto files = other.enrol("mcu.vnpt");
    files.authority = province / "ca/ca.pem";
    files.revoked = "";
    Refusal refusal(province.enrol("mcu.tinh"), files);
    refusal.expect("our own certificate is not good", "was not signed by our authority");
}

TEST(CascadeSecurity, AMasterOfAnotherAuthorityIsRefused) {
    Province province;
    Province other(pki::test::today(), "HNTH Khac");
    const auto masterFiles = other.enrol("mcu.tinh");
    Node master("mcu.tinh", masterFiles);
    master.withSlave("mcu.vnpt").start();
    Node slave("mcu.vnpt", province.enrol("mcu.vnpt"));
    slave.withMaster("mcu.tinh", master.port()).start();
    ASSERT_TRUE(slave.reaches("mcu.tinh", LinkState::refused));
    EXPECT_NE(slave.link("mcu.tinh").cause.find("was not signed by our authority"),
              std::string::npos);
}

TEST(CascadeSecurity, AnMcuThatIsNoSlaveIsRefused) {
    Province province;
    Refusal refusal(province.enrol("mcu.tinh"), province.enrol("mcu.khac"), "mcu.khac");
    refusal.expect("mcu.khac is no slave of mcu.tinh", "mcu.khac is no slave of mcu.tinh");
}

TEST(CascadeSecurity, AnIdThatIsNotTheCertificatesIsRefused) {
    Province province;
    // Says it is mcu.vnpt, its certificate is Viettel's.
    Node master("mcu.tinh", province.enrol("mcu.tinh"));
    master.withSlave("mcu.vnpt").withSlave("mcu.viettel").start();
    Node slave("mcu.vnpt", province.enrol("mcu.viettel"));
    slave.withMaster("mcu.tinh", master.port()).start();
    ASSERT_TRUE(slave.reaches("mcu.tinh", LinkState::refused));
    EXPECT_NE(slave.link("mcu.tinh").cause.find("its certificate is of mcu.viettel"),
              std::string::npos);
    EXPECT_TRUE(master.eventually(
        [&] { return master.host.find("cascade.refused", "says it is mcu.vnpt") != nullptr; }));
}

TEST(CascadeSecurity, AMasterWithAnotherIdIsRefusedAndTold) {
    Province province;
    Node master("mcu.khac", province.enrol("mcu.khac"));
    master.withSlave("mcu.vnpt").start();
    Node slave("mcu.vnpt", province.enrol("mcu.vnpt"));
    slave.withMaster("mcu.tinh", master.port()).start();
    ASSERT_TRUE(slave.reaches("mcu.tinh", LinkState::refused));
    EXPECT_NE(slave.link("mcu.tinh").cause.find("mcu.khac"), std::string::npos);
    EXPECT_TRUE(master.eventually(
        [&] { return master.host.find("cascade.refused", "it will not link") != nullptr; }));
}

TEST(CascadeSecurity, ALinkEndsWhenItsCertificateIsRevoked) {
    Province province;
    const auto masterFiles = province.enrol("mcu.tinh");
    Node master("mcu.tinh", masterFiles);
    master.withSlave("mcu.vnpt").start();
    Node slave("mcu.vnpt", province.enrol("mcu.vnpt"));
    slave.withMaster("mcu.tinh", master.port()).start();
    ASSERT_TRUE(master.reaches("mcu.vnpt", LinkState::up));
    province.revoke("mcu.vnpt");
    std::filesystem::copy_file(province / "ca/crl.pem",
                               masterFiles.revoked,
                               std::filesystem::copy_options::overwrite_existing);
    ASSERT_TRUE(master.reaches("mcu.vnpt", LinkState::refused));
    EXPECT_NE(master.link("mcu.vnpt").cause.find("revoked"), std::string::npos);
    // The media end too, at both ends.
    EXPECT_TRUE(master.eventually([&] { return master.host.trunks.empty(); }));
    EXPECT_TRUE(slave.eventually([&] { return slave.host.trunks.empty(); }));
    EXPECT_NE(slave.link("mcu.tinh").cause.find("revoked"), std::string::npos);
}

TEST(CascadeSecurity, ListensForTls13WithACertificateOnly) {
    Province province;
    const auto files = province.enrol("mcu.tinh");
    const auto slave = province.enrol("mcu.vnpt");
    Node master("mcu.tinh", files);
    master.withSlave("mcu.vnpt").start();
    const std::string client = "timeout 3 openssl s_client -ign_eof -alpn h2 -connect 127.0.0.1:" +
                               std::to_string(master.port()) + " -CAfile " +
                               files.authority.string() + " < /dev/null ";
    const std::string identity =
        "-cert " + slave.certificate.string() + " -key " + slave.key.string();
    constexpr int kStillOpen = 124;  // what `timeout` says
    const auto modern = pki::test::shell(client + identity + " -tls1_3");
    EXPECT_TRUE(modern.has("TLSv1.3")) << modern.text;
    EXPECT_TRUE(modern.has("Verify return code: 0")) << modern.text;
    EXPECT_EQ(modern.code, kStillOpen);
    const auto old = pki::test::shell(client + identity + " -tls1_2");
    EXPECT_TRUE(old.has("Cipher is (NONE)")) << old.text;
    EXPECT_NE(old.code, kStillOpen);
    const auto nobody = pki::test::shell(client + "-tls1_3");
    EXPECT_NE(nobody.code, kStillOpen) << nobody.text;
    EXPECT_TRUE(nobody.has("error")) << nobody.text;
}

}  // namespace
}  // namespace mcu::cascade::test
