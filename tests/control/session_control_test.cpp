// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions through the control API: acts in, documents out, the script before and after commands.
#include <gtest/gtest.h>

#include "control/fake_service.h"
#include "mcu/client.h"

namespace mcu::control {
namespace {

namespace v1 = hnth::mcu::v1;

/// Sessions that record what they are asked and answer what they are told.
class FakeSessions final : public session::Service {
public:
    void execute(const conference::Actor& actor, const session::Act& act, Done done) override {
        actors.push_back(actor);
        acts.push_back(act);
        done(answer);
    }

    [[nodiscard]] Status mayDo(const conference::Command& /*command*/) const override {
        return may;
    }

    void noteDone(const conference::Actor& /*actor*/,
                  const conference::Command& /*command*/,
                  const std::vector<SiteId>& sites,
                  std::function<void(std::string)> done) override {
        noted = sites;
        done("outside the script: R-6");
    }

    [[nodiscard]] Result<std::string> read(const session::Query& query) const override {
        return query.document + (query.vietnamese ? " vi" : " en") + query.filtered("site");
    }

    [[nodiscard]] Result<session::Overview> overview(const std::string& session) const override {
        session::Overview overview;
        overview.session = session;
        overview.cues = 2;
        overview.next =
            session::OverviewCue{1, "14:00", "Khai mạc", "full", {"x.1"}, {"Một"}, "", ""};
        overview.deadlines = {{session::DeadlineId::ready,
                               session::DeadlineState::amber,
                               WallTime(std::chrono::seconds(60)),
                               {},
                               "1/2"}};
        return overview;
    }

    std::vector<conference::Actor> actors;
    std::vector<session::Act> acts;
    Result<session::Outcome> answer = session::Outcome{"done", {"look"}, "S-1"};
    Status may;
    std::vector<SiteId> noted;
};

class SessionControl : public testing::Test {
protected:
    SessionControl() {
        server_.stop();
        server_.onControl([this] {
            auto made = ControlServer::start(server_.settings,
                                             {server_.service, server_.loop, nullptr, &sessions_});
            server_.startError = made ? "" : made.error().message;
            server_.server = made ? std::move(*made) : nullptr;
        });
        client::Settings settings;
        settings.server = server_.address();
        settings.deadline = std::chrono::seconds(60);
        client_.emplace(*client::Client::make(settings));
    }

    ~SessionControl() override { server_.stop(); }

    static v1::SessionRequest requestOf(const std::string& actor = "lan") {
        v1::SessionRequest request;
        request.mutable_actor()->set_name(actor);
        request.mutable_actor()->set_organisation("vnpt");
        request.set_session("S-1");
        return request;
    }

    fakes::ControlledServer server_;
    FakeSessions sessions_;
    std::optional<client::Client> client_;
};

TEST_F(SessionControl, CarriesAnActAndItsActorToTheGate) {
    auto request = requestOf();
    request.mutable_agree_plan()->set_organisation("vnpt");
    const auto reply = client_->act(request);
    ASSERT_TRUE(reply) << reply.error().text;
    EXPECT_TRUE(reply->ok());
    EXPECT_EQ(reply->message_id(), "outcome.agree_plan");
    EXPECT_EQ(reply->warnings(0), "look");
    EXPECT_EQ(sessions_.actors.at(0).organisation, "vnpt");
    EXPECT_EQ(std::get<session::AgreePlan>(sessions_.acts.at(0)).session, "S-1");
}

TEST_F(SessionControl, RefusesWithoutActorOrAct) {
    EXPECT_EQ(client_->act(requestOf())->message_id(), "request.no-command");
    auto request = requestOf("");
    request.mutable_end_session();
    EXPECT_EQ(client_->act(request)->message_id(), "request.no-actor");
    sessions_.answer =
        Error(ErrorCode::invalidArgument, "l.csv:3:1: wrong", "mend it", "registry.wrong");
    request = requestOf();
    request.mutable_end_session();
    const auto refused = client_->act(request);
    EXPECT_FALSE(refused->ok());
    EXPECT_EQ(refused->message(), "l.csv:3:1: wrong");
    EXPECT_EQ(refused->error_code(), v1::ERROR_CODE_INVALID_ARGUMENT);
}

/// A register of 5,000 sites is larger than a command may be.
TEST_F(SessionControl, TakesALargeListWhereACommandMayNotBeLarge) {
    auto request = requestOf();
    request.mutable_import_registry()->set_csv(std::string(4 << 20, 'x'));
    ASSERT_TRUE(client_->act(request));
    EXPECT_EQ(std::get<session::ImportRegistry>(sessions_.acts.at(0)).csv.size(), 4U << 20);
    v1::CommandRequest command;
    command.mutable_actor()->set_name("lan");
    command.mutable_put_site()->mutable_site()->set_name(std::string(2 << 20, 'x'));
    const auto refused = client_->execute(command);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, client::Failure::Kind::tooSlow);
}

TEST_F(SessionControl, ReadsADocumentInTheLanguageAskedFor) {
    v1::DocumentRequest request;
    request.mutable_actor()->set_name("lan");
    request.set_document("site");
    (*request.mutable_filter())["site"] = " x.1";
    EXPECT_EQ(client_->read(request)->text(), "site vi x.1");
    request.set_language("en");
    EXPECT_EQ(client_->read(request)->text(), "site en x.1");
}

TEST_F(SessionControl, GivesASessionOnOneScreen) {
    const auto reply = client_->overview("S-1");
    ASSERT_TRUE(reply) << reply.error().text;
    ASSERT_TRUE(reply->ok());
    const auto& overview = reply->overview();
    EXPECT_EQ(overview.session(), "S-1");
    EXPECT_EQ(overview.cues(), 2);
    EXPECT_FALSE(overview.has_now());
    EXPECT_EQ(overview.next().site_names(0), "Một");
    EXPECT_EQ(overview.deadlines(0).id(), "TIM-06");
    EXPECT_EQ(overview.deadlines(0).state(), "amber");
    EXPECT_EQ(overview.deadlines(0).limit_at_us(), 60'000'000);
    EXPECT_EQ(overview.started_at_us(), 0);
}

TEST_F(SessionControl, AsksTheScriptBeforeACommandAndTellsItAfter) {
    v1::CommandRequest command;
    command.mutable_actor()->set_name("lan");
    command.mutable_show()->set_site("x.1");
    server_.onControl(
        [&] { server_.service.answer = conference::Outcome{"showing X", {{"x.1"}}, {}, 0}; });
    const auto shown = client_->execute(command);
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->message(), "showing X; outside the script: R-6");
    EXPECT_EQ(sessions_.noted, std::vector<SiteId>{{"x.1"}});
    server_.onControl(
        [&] { sessions_.may = Error(ErrorCode::notAllowed, "no", "", "script.denied"); });
    EXPECT_EQ(client_->execute(command)->error_code(), v1::ERROR_CODE_NOT_ALLOWED);
    server_.onControl([&] { EXPECT_EQ(server_.service.commands.size(), 1U); });
}

TEST(SessionControlWithout, AServerWithoutSessionsSaysSo) {
    fakes::ControlledServer server;
    client::Settings settings;
    settings.server = server.address();
    const auto client = *client::Client::make(settings);
    v1::SessionRequest request;
    request.mutable_actor()->set_name("lan");
    request.mutable_end_session();
    EXPECT_EQ(client.act(request)->message_id(), "session.not-configured");
}

}  // namespace
}  // namespace mcu::control
