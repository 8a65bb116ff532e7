// SPDX-License-Identifier: GPL-3.0-or-later
// What mcuctl prints, word for word, against tests/golden. MCU_UPDATE_GOLDEN=1 writes the files
// anew.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "cli/command_line.h"
#include "cli/sample_cascade.h"
#include "cli/sample_status.h"
#include "control/fake_service.h"

namespace mcu::cli {
namespace {

void expectGolden(const std::string& name, const std::string& text) {
    const std::string path = std::string(MCU_SOURCE_DIR) + "/tests/golden/" + name + ".txt";
    if (std::getenv("MCU_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(path) << text;
    }
    std::ostringstream expected;
    expected << std::ifstream(path).rdbuf();
    EXPECT_EQ(text, expected.str()) << "see " << path;
}

class Golden : public testing::TestWithParam<const char*> {
protected:
    static void SetUpTestSuite() {
        // Times of day are those of Viet Nam, wherever the test runs.
        ASSERT_EQ(setenv("TZ", "ICT-7", 1), 0);
        tzset();
    }

    Ran run(std::vector<std::string> line) {
        line.insert(line.begin(), {"--lang", GetParam(), "--server", server_.address()});
        return runLine(line);
    }

    void expect(const std::string& name, const std::string& text) {
        expectGolden(name + "." + GetParam(), text);
    }

    fakes::ControlledServer server_;
};

TEST_P(Golden, Help) {
    std::string text;
    const std::vector<std::vector<std::string>> commands = {{},
                                                            {"show"},
                                                            {"camera"},
                                                            {"conference"},
                                                            {"conference", "create"},
                                                            {"site"},
                                                            {"site", "put"},
                                                            {"layout", "set"},
                                                            {"view"},
                                                            {"view", "snapshot"},
                                                            {"request"},
                                                            {"requests"},
                                                            {"seen"},
                                                            {"next"},
                                                            {"cascade"},
                                                            {"cascade", "hold"},
                                                            {"cascade", "select"},
                                                            {"say"}};
    for (auto command : commands) {
        command.emplace_back("--help");
        text += run(command).out + "\n";
    }
    expect("help", text);
}

TEST_P(Golden, CertificateHelp) {
    std::string text;
    const std::vector<std::vector<std::string>> commands = {
        {"cert"}, {"cert", "request"}, {"cert", "sign"}, {"cert", "revoke"}, {"cert", "show"}};
    for (auto command : commands) {
        command.emplace_back("--help");
        text += run(command).out + "\n";
    }
    expect("help-cert", text);
}

TEST_P(Golden, Status) {
    server_.onControl([&] { server_.service.state = sampleStatus(); });
    expect("status", run({"status"}).out);
}

TEST_P(Golden, CascadeOfAMaster) {
    server_.onControl([&] {
        server_.service.state = sampleStatus();
        server_.cascade.state = sampleMaster();
    });
    expect("cascade-master", run({"cascade", "status"}).out);
}

TEST_P(Golden, CascadeOfASlave) {
    server_.onControl([&] {
        server_.service.state = sampleStatus();
        server_.cascade.state = sampleSlave();
        server_.cascade.state.requests.clear();  // their clocks run
    });
    expect("cascade-slave", run({"cascade", "status"}).out);
}

TEST_P(Golden, WrongUsage) {
    std::string text;
    const std::vector<std::vector<std::string>> lines = {
        {},
        {"shwo", "x.1"},
        {"site"},
        {"site", "cal"},
        {"show"},
        {"show", "a", "b"},
        {"mute"},
        {"camera", "maybe", "x.1"},
        {"site", "volume", "x.1", "loud"},
        {"conference", "create", "c", "--picture", "huge"},
        {"status", "--frobnicate"}};
    for (const auto& line : lines) {
        const auto ran = run(line);
        EXPECT_EQ(ran.code, 2);
        text += ran.err;
    }
    expect("usage", text);
}

TEST_P(Golden, Refusals) {
    std::string text;
    const std::vector<Error> errors = {
        {ErrorCode::ambiguous,
         "\"muong bang\" fits 2 sites: 1. Mường Bằng (commune, x.04111); 2. Mường Bang (commune, "
         "x.03964).",
         "name one of them by its id",
         "site.ambiguous"},
        {ErrorCode::notFound,
         "no site is called \"x.9\"",
         "did you mean Mường Bang (commune, x.03964)?",
         "site.unknown"},
        {ErrorCode::refused,
         "Mường Bang (commune, x.03964) is not connected",
         "call it first",
         "site.not-connected"},
        {ErrorCode::internal, "an error of a newer server", "its advice", "new.error"}};
    for (const auto& error : errors) {
        server_.onControl([&] { server_.service.answer = error; });
        text += run({"--conference", "c", "show", "muong bang"}).err;
    }
    expect("refusals", text);
}

TEST_P(Golden, Outcomes) {
    server_.onControl([&] {
        conference::SiteRecord record;
        record.id = {"x.03985"};
        record.name = "Điểm cầu UBND xã Chiềng Sơn (Mộc Châu)";
        record.level = "commune";
        server_.service.records = {record};
        server_.service.answer = conference::Outcome{"done", {SiteId{"x.03985"}}, {}, 61.2};
    });
    std::string text;
    const std::vector<std::vector<std::string>> lines = {
        {"show", "x"},
        {"mute", "x"},
        {"deafen", "--all"},
        {"camera", "off", "x"},
        {"call", "x"},
        {"site", "chair", "x"},
        {"layout", "set", "2x2", "x"},
        {"view", "look", "x"},
        {"view", "broadcast", "--off"},
        {"view", "poll", "--view", "chair", "x"},
        {"conference", "lock"},
        {"request", "x"},
        {"request", "--cancel"},
        {"seen"},
        {"back"},
        {"next", "x"},
        {"cascade", "connect"},
        {"cascade", "disconnect"},
        {"cascade", "policy", "confirm"},
        {"cascade", "hold", "bận"},
        {"cascade", "hold", "--off"},
        {"cascade", "confirm"},
        {"cascade", "refuse"},
        {"cascade", "select", "x"},
        {"cascade", "select", "--off"},
        {"say", "alo"},
        {"say", "--cue", "mcu.vnpt", "alo"},
        {"ack"},
        {"site", "put", "x.03985", "--level", "commune"}};
    for (auto line : lines) {
        line.insert(line.begin(), {"--conference", "c"});
        text += run(line).out;
    }
    expect("outcomes", text);
}

INSTANTIATE_TEST_SUITE_P(BothLanguages, Golden, testing::Values("vi", "en"), [](const auto& it) {
    return std::string(it.param);
});

}  // namespace
}  // namespace mcu::cli
