// SPDX-License-Identifier: GPL-3.0-or-later
#include <condition_variable>
#include <mutex>
#include <optional>

#include <gtest/gtest.h>

#include "transport/ice/candidate_line.h"
#include "transport/ice/ice_agent.h"
#include "transport_security/packets.h"

namespace mcu::ice {
namespace {

using test::Octets;

/// One end: an agent on 127.0.0.1 and what it reported.
class End {
    // First, because the agent calls back until it is gone.
    std::mutex mutex_;
    std::condition_variable changed_;

public:
    End(IceLoop& loop, bool controlling, int components)
        : End(loop, optionsFor(controlling, components)) {}

    End(IceLoop& loop, IceAgent::Options options)
        : agent(std::make_unique<IceAgent>(
              loop,
              std::move(options),
              IceAgent::Callbacks{
                  .gathered = [this](auto result) { note([&] { gathered = std::move(result); }); },
                  .ready =
                      [this](int component, NetAddress remote) {
                          note([&] { ready[static_cast<std::size_t>(component - 1)] = remote; });
                      },
                  .failed = [this](Error error) { note([&] { failure = std::move(error); }); },
                  .packet =
                      [this](int component, auto datagram) {
                          note([&] {
                              packets.emplace_back(component,
                                                   Octets(datagram.begin(), datagram.end()));
                          });
                      }})) {}

    static IceAgent::Options optionsFor(bool controlling, int components) {
        return {.controlling = controlling,
                .components = components,
                .localAddresses = {*NetAddress::parse("127.0.0.1", 0)}};
    }

    template <typename Condition>
    bool waitFor(Condition condition) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(60), condition);
    }

    bool waitGathered() {
        return waitFor([this] { return gathered.has_value(); }) && gathered->has_value();
    }

    std::optional<Result<IceAgent::Gathered>> gathered;
    std::array<NetAddress, 2> ready;
    std::optional<Error> failure;
    std::vector<std::pair<int, Octets>> packets;
    std::unique_ptr<IceAgent> agent;

private:
    template <typename Change>
    void note(Change change) {
        const std::lock_guard lock(mutex_);
        change();
        changed_.notify_all();
    }
};

class Ice : public testing::Test {
protected:
    static Octets text(std::string_view words) {
        const auto octets = std::as_bytes(std::span(words));
        return {octets.begin(), octets.end()};
    }

    static void expectExchange(End& from, End& to, int component, std::string_view words) {
        ASSERT_TRUE(from.agent->send(component, text(words)));
        EXPECT_TRUE(to.waitFor([&] {
            return std::find(to.packets.begin(),
                             to.packets.end(),
                             std::pair(component, text(words))) != to.packets.end();
        }));
    }

    IceLoop loop_;
};

TEST_F(Ice, GathersHostCandidatesAndCredentials) {
    End end(loop_, true, 2);
    ASSERT_TRUE(end.waitGathered());
    const auto& found = **end.gathered;
    EXPECT_GE(found.parameters.ufrag.size(), 4U);
    EXPECT_GE(found.parameters.password.size(), 22U);
    ASSERT_EQ(found.defaults.size(), 2U);
    EXPECT_EQ(found.defaults[0].host(), "127.0.0.1");
    EXPECT_NE(found.defaults[0].port(), found.defaults[1].port());
    ASSERT_EQ(found.parameters.candidates.size(), 2U);
    for (const auto& line : found.parameters.candidates) {
        const auto candidate = CandidateLine::parse(line);
        ASSERT_TRUE(candidate) << line;
        EXPECT_EQ(candidate->type, CandidateType::host);
        EXPECT_EQ(candidate->address,
                  found.defaults[static_cast<std::size_t>(candidate->component - 1)]);
    }
}

TEST_F(Ice, TwoAgentsConnectAndExchangeDatagramsOnBothComponents) {
    End offerer(loop_, true, 2);
    End answerer(loop_, false, 2);
    ASSERT_TRUE(offerer.waitGathered() && answerer.waitGathered());
    EXPECT_FALSE(offerer.agent->send(1, text("too early")));
    EXPECT_EQ(offerer.agent->path(1).fd, -1);
    ASSERT_TRUE(answerer.agent->setRemote((**offerer.gathered).parameters));
    ASSERT_TRUE(offerer.agent->setRemote((**answerer.gathered).parameters));
    for (End* end : {&offerer, &answerer}) {
        ASSERT_TRUE(end->waitFor([&] { return end->ready[0].isSet() && end->ready[1].isSet(); }));
    }
    EXPECT_EQ(offerer.ready[0], (**answerer.gathered).defaults[0]);
    EXPECT_EQ(answerer.ready[1], (**offerer.gathered).defaults[1]);
    EXPECT_EQ(offerer.agent->path(1).remote, offerer.ready[0]);
    EXPECT_GE(offerer.agent->path(1).fd, 0);
    expectExchange(offerer, answerer, 1, "rtp there");
    expectExchange(answerer, offerer, 1, "rtp back");
    expectExchange(offerer, answerer, 2, "rtcp there");
    expectExchange(answerer, offerer, 2, "rtcp back");
    EXPECT_FALSE(offerer.agent->send(3, text("no such component")));
    EXPECT_FALSE(offerer.failure || answerer.failure);
}

TEST_F(Ice, ThePeersChecksRevealItWhenItsCandidatesAreOfNoUse) {
    End offerer(loop_, true, 1);
    End answerer(loop_, false, 1);
    ASSERT_TRUE(offerer.waitGathered() && answerer.waitGathered());
    auto useless = (**offerer.gathered).parameters;
    useless.candidates = {
        "candidate:1 1 udp 2130706431 2c1c3a0e-50b5-4c23-8c0a-0d3c8d1f1a1b.local 50000 typ host",
        "candidate:2 1 tcp 2130706431 127.0.0.1 9 typ host tcptype active"};
    ASSERT_TRUE(answerer.agent->setRemote(useless));
    ASSERT_TRUE(offerer.agent->setRemote((**answerer.gathered).parameters));
    ASSERT_TRUE(answerer.waitFor([&] { return answerer.ready[0].isSet(); }));
    ASSERT_TRUE(offerer.waitFor([&] { return offerer.ready[0].isSet(); }));
    expectExchange(answerer, offerer, 1, "found you");
}

TEST_F(Ice, ReportsThatNoPairWorks) {
    End offerer(loop_, true, 1);
    End answerer(loop_, false, 1);
    ASSERT_TRUE(offerer.waitGathered() && answerer.waitGathered());
    auto wrong = (**answerer.gathered).parameters;
    wrong.password = "notthepasswordofthisagent";
    ASSERT_TRUE(offerer.agent->setRemote(wrong));
    ASSERT_TRUE(offerer.waitFor([&] { return offerer.failure.has_value(); }));
    EXPECT_EQ(offerer.failure->code, ErrorCode::unavailable);
    EXPECT_FALSE(offerer.ready[0].isSet());
}

TEST_F(Ice, MalformedCredentialsAreRefused) {
    End end(loop_, true, 1);
    EXPECT_FALSE(end.agent->setRemote(media::IceParameters{"abc", std::string(24, 'p'), {}}));
    EXPECT_FALSE(end.agent->setRemote(media::IceParameters{"abcd", "short", {}}));
    EXPECT_FALSE(end.agent->setRemote(media::IceParameters{"ab d", std::string(24, 'p'), {}}));
    EXPECT_FALSE(end.agent->setRemote(media::IceParameters{"abcd", std::string(300, 'p'), {}}));
}

TEST_F(Ice, GatheringOnAnAddressThatIsNotOursIsReported) {
    auto options = End::optionsFor(true, 1);
    options.localAddresses = {*NetAddress::parse("192.0.2.1", 0)};
    End end(loop_, std::move(options));
    ASSERT_TRUE(end.waitFor([&] { return end.gathered.has_value(); }));
    EXPECT_FALSE(*end.gathered);
}

TEST_F(Ice, AgentsMayGoAtAnyMoment) {
    for (int i = 0; i < 30; ++i) {
        End offerer(loop_, true, 2);
        End answerer(loop_, false, 2);
        if (i % 3 == 0) {
            continue;
        }
        ASSERT_TRUE(offerer.waitGathered() && answerer.waitGathered());
        ASSERT_TRUE(answerer.agent->setRemote((**offerer.gathered).parameters));
        ASSERT_TRUE(offerer.agent->setRemote((**answerer.gathered).parameters));
        if (i % 3 == 1) {
            ASSERT_TRUE(offerer.waitFor([&] { return offerer.ready[0].isSet(); }));
        }
    }
}

TEST(CandidateLine, ReadsWhatOthersWrite) {
    const auto host = CandidateLine::parse(
        "candidate:4234997325 1 UDP 2043278322 192.0.2.172 44323 typ host generation 0");
    ASSERT_TRUE(host);
    EXPECT_EQ(host->foundation, "4234997325");
    EXPECT_EQ(host->priority, 2043278322U);
    EXPECT_EQ(host->address.toString(), "192.0.2.172:44323");
    const auto reflexive = CandidateLine::parse(
        "candidate:2 2 udp 1694498814 2001:db8::7 998 typ srflx raddr 10.0.1.1 rport 8998");
    ASSERT_TRUE(reflexive);
    EXPECT_EQ(reflexive->component, 2);
    EXPECT_EQ(reflexive->type, CandidateType::serverReflexive);
    EXPECT_EQ(reflexive->address.toString(), "[2001:db8::7]:998");
}

TEST(CandidateLine, RefusesTheRest) {
    for (const char* line : {"",
                             "candidate:",
                             "candidate:1 1 udp 1 192.0.2.1 5 typ",
                             "candidate:1 0 udp 1 192.0.2.1 5 typ host",
                             "candidate:1 3 udp 1 192.0.2.1 5 typ host",
                             "candidate:1 1 tcp 1 192.0.2.1 9 typ host tcptype active",
                             "candidate:1 1 udp 0 192.0.2.1 5 typ host",
                             "candidate:1 1 udp 4294967296 192.0.2.1 5 typ host",
                             "candidate:1 1 udp 1 host.local 5 typ host",
                             "candidate:1 1 udp 1 0.0.0.0 5 typ host",
                             "candidate:1 1 udp 1 192.0.2.1 0 typ host",
                             "candidate:1 1 udp 1 192.0.2.1 65536 typ host",
                             "candidate:1 1 udp 1 192.0.2.1 5 typ nothing",
                             "candidate:%s 1 udp 1 192.0.2.1 5 typ host",
                             "a=candidate:1 1 udp 1 192.0.2.1 5 typ host"}) {
        EXPECT_FALSE(CandidateLine::parse(line)) << line;
    }
    EXPECT_FALSE(
        CandidateLine::parse("candidate:1 1 udp 1 192.0.2.1 5 typ host " + std::string(500, 'x')));
}

}  // namespace
}  // namespace mcu::ice
