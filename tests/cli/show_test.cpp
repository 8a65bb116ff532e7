// SPDX-License-Identifier: GPL-3.0-or-later
// `mcuctl show` from the key to TWO-WAY UP, against a server that is told what happens.
#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "cli/command_line.h"
#include "control/fake_service.h"

namespace mcu::cli {
namespace {

using fakes::ControlledServer;
using Fields = std::map<std::string, std::string>;

class Show : public testing::Test {
protected:
    std::future<Ran> start(std::vector<std::string> more = {}, const char* language = "en") {
        std::vector<std::string> line = {"--lang",
                                         language,
                                         "--server",
                                         server_.address(),
                                         "--conference",
                                         "c",
                                         "show",
                                         "x.03985"};
        line.insert(line.end(), more.begin(), more.end());
        return std::async(std::launch::async, [line] { return runLine(line); });
    }

    void holdAnswers() {
        server_.onControl([&] { server_.service.holdAnswers = true; });
    }

    /// Waits until the command is at the gate; it follows events by then.
    bool untilAsked() {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        bool asked = false;
        while (!asked && std::chrono::steady_clock::now() < end) {
            server_.onControl([&] { asked = !server_.service.held.empty(); });
            std::this_thread::yield();
        }
        return asked;
    }

    void emit(const std::string& kind, const std::string& text, const Fields& fields = {}) {
        server_.onControl([&] {
            conference::Event event;
            event.kind = kind;
            event.severity = "info";
            event.conference = {"c"};
            event.site = {"x.03985"};
            event.actor = kind == "take.started" ? "lan" : "system";
            event.text = text;
            event.fields = fields;
            server_.service.emit(event);
        });
    }

    void answer(const Result<conference::Outcome>& outcome) {
        server_.onControl([&] { server_.service.held.front()(outcome); });
    }

    /// What the server lists of the chair's call.
    void list(const std::string& state, double twoWaySeconds = -1) {
        server_.onControl([&] {
            conference::RequestStatus request;
            request.number = 6;
            request.conference = {"c"};
            request.site = {"x.03985"};
            request.state = state;
            request.takenSeconds = 2.19;
            request.twoWaySeconds = twoWaySeconds;
            server_.service.chairRequests = {request};
        });
    }

    ControlledServer server_;
    const conference::Outcome done_{"x is on air", {SiteId{"x.03985"}}, {}, 608};
};

TEST_F(Show, TellsEachStepUntilTheSiteIsConnectedBothWays) {
    holdAnswers();
    auto ran = start();
    ASSERT_TRUE(untilAsked());
    emit("site.lost", "something before the take");
    emit("take.started", "showing Chiềng Sơn");
    emit("cascade.order.sent", "order 41 sent to mcu.vnpt");
    emit("cascade.order.accepted", "order 41 accepted by mcu.vnpt");
    list("taken");
    answer(done_);
    emit("take.two-way-up",
         "TWO-WAY UP",
         {{"request", "6"}, {"sinceRequestMs", "2800"}, {"sinceTakeMs", "610"}});
    const auto shown = ran.get();
    EXPECT_EQ(shown.code, 0) << shown.err;
    const auto at = [&](const char* text) { return shown.out.find(text); };
    EXPECT_EQ(at("before the take"), std::string::npos) << shown.out;
    ASSERT_NE(at("order 41 accepted"), std::string::npos) << shown.out;
    // Events and the answer come on two streams: each is in order, the two are not.
    EXPECT_LT(at("order 41 sent"), at("order 41 accepted"));
    EXPECT_NE(at("ON AIR  608 ms"), std::string::npos);
    EXPECT_LT(at("ON AIR"),
              at("TWO-WAY UP 2.80 s after the request, 0.61 s after the take: WITHIN 30 s"))
        << shown.out;
}

TEST_F(Show, TheEventMayComeBeforeTheAnswer) {
    holdAnswers();
    auto ran = start();
    ASSERT_TRUE(untilAsked());
    list("taken");
    emit("take.started", "showing Chiềng Sơn");
    emit("take.two-way-up",
         "TWO-WAY UP",
         {{"request", "6"}, {"sinceRequestMs", "900"}, {"sinceTakeMs", "200"}});
    answer(done_);
    const auto shown = ran.get();
    EXPECT_EQ(shown.code, 0) << shown.err;
    EXPECT_LT(shown.out.find("ON AIR"), shown.out.find("TWO-WAY UP 0.90 s")) << shown.out;
    EXPECT_NE(shown.out.find("TWO-WAY UP 0.90 s"), std::string::npos) << shown.out;
}

TEST_F(Show, KnowsTheEndWithoutTheEvent) {
    holdAnswers();
    auto ran = start();
    ASSERT_TRUE(untilAsked());
    list("two-way-up", 34.19);
    answer(done_);
    const auto shown = ran.get();
    EXPECT_EQ(shown.code, 0) << shown.err;
    EXPECT_NE(shown.out.find("TWO-WAY UP 34.19 s after the request, 32.00 s after the take: OVER"),
              std::string::npos)
        << shown.out;
}

TEST_F(Show, EndsAtOnceWhereThereIsNoRequest) {
    server_.onControl([&] { server_.service.answer = done_; });
    const auto shown = start().get();
    EXPECT_EQ(shown.code, 0) << shown.err;
    EXPECT_EQ(shown.out.find("TWO-WAY"), std::string::npos);
}

TEST_F(Show, EndsWithTheCutWhenToldNotToWait) {
    server_.onControl([&] { server_.service.answer = done_; });
    list("taken");
    EXPECT_EQ(start({"--no-wait"}).get().code, 0);
    const auto json = start({"--json"}).get();
    EXPECT_EQ(json.code, 0);
    EXPECT_EQ(std::count(json.out.begin(), json.out.end(), '\n'), 1) << json.out;
}

TEST_F(Show, SaysThatThePictureFellBack) {
    holdAnswers();
    list("taken");
    auto ran = start();
    ASSERT_TRUE(untilAsked());
    emit("take.started", "showing Chiềng Sơn");
    answer(done_);
    emit("take.fallback", "Chiềng Sơn is gone: back to the main site");
    const auto shown = ran.get();
    EXPECT_EQ(shown.code, 1);
    EXPECT_NE(shown.out.find("back to the main site"), std::string::npos) << shown.out;
}

TEST_F(Show, EndsWhenThePictureFellBackJustBeforeTheAnswer) {
    const auto begin = std::chrono::steady_clock::now();
    holdAnswers();
    list("taken");
    auto ran = start();
    ASSERT_TRUE(untilAsked());
    emit("take.started", "showing Chiềng Sơn");
    emit("take.fallback", "Chiềng Sơn is gone: back to the main site");
    answer(done_);
    EXPECT_EQ(ran.get().code, 1);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30))
        << "not by waiting for what will not come";
}

TEST_F(Show, ARefusalEndsIt) {
    holdAnswers();
    auto ran = start();
    ASSERT_TRUE(untilAsked());
    answer(Error(ErrorCode::refused, "mcu.vnpt is on hold", "say what you need"));
    const auto shown = ran.get();
    EXPECT_EQ(shown.code, 1);
    EXPECT_NE(shown.err.find("mcu.vnpt is on hold"), std::string::npos);
}

/// TOP-14: the foreign MCU's technician selects; the clock runs on and is ended by hand.
TEST_F(Show, SaysWhatToSayOnThePhone) {
    server_.onControl([&] {
        conference::SiteRecord record;
        record.id = {"x.03985"};
        record.name = "Điểm cầu UBND xã Chiềng Sơn";
        record.level = "commune";
        server_.service.records = {record};
    });
    holdAnswers();
    auto ran = start({}, "vi");
    ASSERT_TRUE(untilAsked());
    emit("take.started", "showing Chiềng Sơn");
    emit("take.waiting",
         "call mcu.foreign at 0212 385 0000: please select ...",
         {{"waiting_for", "phone"}, {"owner", "mcu.foreign"}, {"phone", "0212 385 0000"}});
    const auto shown = ran.get();
    EXPECT_EQ(shown.code, 0) << shown.err;
    EXPECT_NE(shown.out.find("Gọi 0212 385 0000: đề nghị chọn xã: Điểm cầu UBND xã Chiềng Sơn "
                             "(x.03985) lên toàn màn hình"),
              std::string::npos)
        << shown.out;
    EXPECT_NE(shown.out.find("mcuctl seen x.03985"), std::string::npos);
}

}  // namespace
}  // namespace mcu::cli
