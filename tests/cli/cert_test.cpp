// SPDX-License-Identifier: GPL-3.0-or-later
// `mcuctl cert`, the program itself, from one machine's folder to the other's.
#include <nlohmann/json.hpp>

#include "pki/workshop.h"

namespace mcu::pki::test {
namespace {

using nlohmann::json;

class CertVerbs : public testing::Test {
protected:
    /// In the test's folder, so that paths are short. English unless the line says otherwise.
    Said run(const std::string& line) {
        return shell("cd " + (folder_ / "").string() + " && MCUCTL_LANG=en " MCU_MCUCTL " cert " +
                     line);
    }

    Said done(const std::string& line) {
        auto said = run(line);
        EXPECT_EQ(said.code, 0) << line << "\n" << said.text;
        return said;
    }

    json read(const std::string& line, int code = 0) {
        const auto said = run("--json " + line);
        EXPECT_EQ(said.code, code) << line << "\n" << said.text;
        return json::parse(said.text, nullptr, false);
    }

    void enrol(const std::string& id, const std::string& more = "") {
        done("request --id " + id + " --dir " + id);
        done("sign " + id + "/mcu.csr --dir ca --out sent " + more);
        copy("sent/mcu.pem", id);
        copy("sent/ca.pem", id);
        copy("sent/crl.pem", id);
    }

    void copy(const std::string& file, const std::string& to) {
        std::filesystem::copy(
            folder_ / file, folder_ / to, std::filesystem::copy_options::overwrite_existing);
    }

    TemporaryFolder folder_;
};

TEST_F(CertVerbs, EnrolASlave) {
    EXPECT_TRUE(done("ca --name 'HNTH Sơn La' --dir ca").has("CN=HNTH Sơn La"));
    const auto request = done("request --id mcu.vnpt --dir vnpt");
    EXPECT_TRUE(request.has("vnpt/mcu.csr"));
    EXPECT_TRUE(done("show vnpt").has("key print"));  // what waits for its certificate
    const auto asked = readRequest(slurp(folder_ / "vnpt/mcu.csr"));
    ASSERT_TRUE(asked.has_value());
    const auto half = asked->keyFingerprint.substr(0, 48);
    EXPECT_TRUE(request.has(half));
    const auto sign = done("sign vnpt/mcu.csr --dir ca");
    EXPECT_TRUE(sign.has(half)) << sign.text;
    EXPECT_TRUE(sign.has("396 days left"));
    for (const char* file : {"mcu.pem", "ca.pem", "crl.pem"}) {
        copy(std::string("mcu.vnpt/") + file, "vnpt");
    }
    EXPECT_FALSE(std::filesystem::exists(folder_ / "mcu.vnpt/mcu.key"));
    const auto show = done("show vnpt");
    EXPECT_TRUE(show.has("vouches for it")) << show.text;
    EXPECT_TRUE(show.has("fits"));
    const auto verified =
        shell("cd " + (folder_ / "vnpt").string() +
              " && openssl verify -crl_check -CAfile ca.pem -CRLfile crl.pem mcu.pem");
    EXPECT_EQ(verified.code, 0) << verified.text;
}

TEST_F(CertVerbs, ShowWhatIsWrong) {
    done("ca --name x --dir ca");
    done("ca --name x --dir other");
    enrol("mcu.a");
    EXPECT_TRUE(read("show mcu.a/mcu.pem")[0]["usable"]);
    done("revoke mcu.a --dir ca");
    EXPECT_FALSE(read("show mcu.a/mcu.pem")[0]["revoked"]);  // the list has not come yet
    copy("ca/crl.pem", "mcu.a");
    const auto revoked = read("show mcu.a/mcu.pem", 1);
    EXPECT_TRUE(revoked[0]["revoked"]);
    EXPECT_TRUE(revoked[0]["vouched"]);
    EXPECT_TRUE(run("show mcu.a").has("REVOKED"));

    enrol("mcu.b");
    copy("mcu.a/mcu.key", "mcu.b");
    EXPECT_FALSE(read("show mcu.b/mcu.pem", 1)[0]["key_fits"]);
    EXPECT_TRUE(run("show mcu.b").has("DOES NOT FIT"));

    enrol("mcu.c");
    copy("other/ca.pem", "mcu.c");
    EXPECT_FALSE(read("show mcu.c/mcu.pem", 1)[0]["vouched"]);

    enrol("mcu.d");
    std::filesystem::permissions(folder_ / "mcu.d/mcu.key", std::filesystem::perms(0644));
    EXPECT_TRUE(run("show mcu.d").has("others than the owner"));
    std::filesystem::remove(folder_ / "mcu.d/mcu.key");
    std::filesystem::remove(folder_ / "mcu.d/crl.pem");
    const auto alone = read("show mcu.d");
    EXPECT_TRUE(alone[0]["key_fits"].is_null());
    EXPECT_TRUE(alone[0]["revoked"].is_null());
    EXPECT_EQ(alone[1]["authority"], true);
    EXPECT_EQ(run("show nowhere").code, 1);
}

TEST_F(CertVerbs, ShowDaysInTheColourOfTheirUrgency) {
    done("ca --name x --dir ca");

    struct Case {
        const char* days;
        const char* colour;
    };

    for (const auto& [days, colour] :
         {Case{"40", "\033[32m"}, {"20", "\033[33m"}, {"5", "\033[1;31m"}}) {
        const std::string id = std::string("mcu.") + days;
        enrol(id, std::string("--days ") + days);
        const auto said = shell("TERM=xterm script -qec 'env -u NO_COLOR MCUCTL_LANG=en " MCU_MCUCTL
                                " cert show " +
                                (folder_ / id / "mcu.pem").string() + "' /dev/null");
        EXPECT_TRUE(said.has(colour + std::to_string(std::stoi(days) - 1) + " days left"))
            << said.text;
    }
}

TEST_F(CertVerbs, RenewAndList) {
    done("ca --name x --dir ca");
    enrol("mcu.a");
    enrol("mcu.b");
    const auto renewed = read("renew mcu.a --dir ca --out sent --days 100");
    EXPECT_EQ(renewed["id"], "mcu.a");
    EXPECT_EQ(renewed["days_left"], 99);
    done("revoke --dir ca mcu.b");
    const auto list = read("list --dir ca");
    ASSERT_EQ(list["issued"].size(), 3U);
    EXPECT_EQ(list["issued"][0]["state"], "superseded");
    EXPECT_EQ(list["issued"][1]["state"], "revoked");
    EXPECT_EQ(list["issued"][2]["state"], "current");
    EXPECT_EQ(list["authority"]["subject"], "CN=x");
    EXPECT_TRUE(done("list --dir ca").has(renewed["serial"]));
    EXPECT_EQ(read("crl --dir ca")["ok"], true);
    EXPECT_EQ(read("revoke --dir ca mcu.b")["revoked"].size(), 0U);
    EXPECT_EQ(read("revoke --dir ca " + renewed["serial"].get<std::string>())["revoked"].size(),
              1U);
}

TEST_F(CertVerbs, EndWithTheCodesOfTheOthers) {
    EXPECT_EQ(run("request --dir a").code, 2);
    EXPECT_EQ(run("request --dir a --id 'a b'").code, 2);
    EXPECT_EQ(run("sign missing.csr --dir ca").code, 1);
    EXPECT_EQ(run("list --dir ca").code, 1);
    EXPECT_EQ(run("renew mcu.a").code, 1);
    done("ca --name x --dir ca");
    EXPECT_EQ(run("ca --name x --dir ca").code, 1);
    EXPECT_EQ(run("sign ca/ca.pem --dir ca").code, 2);
    enrol("mcu.a");
    const auto again = read("sign mcu.a/mcu.csr --dir ca --out sent", 1);
    EXPECT_EQ(again["ok"], false);
    EXPECT_EQ(again["message_id"], "cert.already-issued");
    EXPECT_EQ(again["error_code"], "already-exists");
    EXPECT_TRUE(run("--lang vi sign mcu.a/mcu.csr --dir ca --out sent").has("đã có chứng thư"));
    done("sign mcu.a/mcu.csr --dir ca --out sent --renew");
}

TEST_F(CertVerbs, AreCompleted) {
    done("ca --name x --dir ca");
    enrol("mcu.a");
    enrol("mcu.b");
    const auto words = [&](const std::string& before) {
        return shell("cd " + (folder_ / "").string() + " && " MCU_MCUCTL " completion words -- " +
                     before);
    };
    EXPECT_TRUE(words("cert").has("request\n"));
    EXPECT_TRUE(words("cert sign").has("--renew\n"));
    const auto ids = words("cert revoke --dir ca");
    EXPECT_TRUE(ids.has("mcu.a\nmcu.b\n")) << ids.text;
    EXPECT_EQ(words("cert revoke --dir").text, "");
}

}  // namespace
}  // namespace mcu::pki::test
