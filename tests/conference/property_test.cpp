// SPDX-License-Identifier: GPL-3.0-or-later
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "conference/class_planner.h"
#include "conference/stage.h"

namespace mcu::conference {
namespace {

const ConferenceId kC{"c"};
constexpr int kSites = 14;
constexpr int kSteps = 120;
constexpr int kRuns = 40;

/// Random rooms come, go, are shown and muted; after each step what must never happen is looked
/// for.
class Storm {
public:
    explicit Storm(std::uint32_t seed) : random_(seed) {
        auto like = Stage::defaults();
        like.captions = pick(2) == 0;
        like.maxOwnViews = pick(4);
        like.chair = "s1";
        std::vector<std::string> sites;
        for (int i = 1; i <= kSites; ++i) {
            sites.push_back("s" + std::to_string(i));
        }
        stage.createConference(sites, like);
    }

    void step() {
        switch (pick(14)) {
            case 0:
            case 1:
            case 2:
            case 3:
                join();
                break;
            case 4:
                leave();
                break;
            case 5:
            case 6:
                run(Show{kC, anySite(), pick(2) == 0});
                break;
            case 7:
                run(SetChannel{
                    kC, static_cast<Channel>(pick(3)), pick(2) == 0, {anySite()}, false});
                break;
            case 8:
                run(SetLayout{kC, anyView(), anyLayout(), {pick(2) == 0 ? anySite() : ""}});
                break;
            case 9:
                run(ChairLook{kC, pick(2) == 0 ? anySite() : ""});
                break;
            case 10:
                run(Broadcast{kC, pick(2) == 0 ? anySite() : ""});
                break;
            case 11:
                loseOrFind();
                break;
            case 12:
                run(SetChair{kC, pick(3) == 0 ? "" : anySite()});
                break;
            default:
                stage.advance(std::chrono::milliseconds(pick(3000)));
        }
        stage.settle();
    }

    void check() {
        std::set<FeedId> watchedFeeds;
        for (const auto& [site, call] : calls_) {
            const auto& session = stage.transport.sessions.at(stage.sessionOf(site));
            const auto seen = stage.sees(site);
            std::set<std::string> once;
            for (const auto& other : seen) {
                EXPECT_NE(other, site) << "sees itself";
                EXPECT_TRUE(other.empty() || once.insert(other).second) << other << " twice";
            }
            const auto status = stage.site(site);
            EXPECT_EQ(stage.isDecodedForSound(site), status.microphoneOn) << site;
            if (const auto feed = session.watched.find(media::Kind::video);
                feed != session.watched.end()) {
                watchedFeeds.insert(feed->second);
                if (stage.isForwarded(site)) {
                    ASSERT_EQ(seen.size(), 1U);
                    const auto& source = stage.transport.sessions.at(stage.sessionOf(seen[0]));
                    EXPECT_TRUE(passesThrough(*source.media.find(media::Kind::video),
                                              session.media.find(media::Kind::video)->send));
                }
            }
        }
        std::set<FeedId> encoderFeeds;
        for (const auto& [id, encoder] : stage.video.encoders) {
            encoderFeeds.insert(stage.transport.feedOfSink.at(encoder.sink));
        }
        EXPECT_EQ(encoderFeeds.size(), stage.video.encoders.size());
        for (const auto feed : encoderFeeds) {
            EXPECT_TRUE(watchedFeeds.contains(feed)) << "an encoder nobody watches";
        }
        EXPECT_EQ(stage.transport.misuses + stage.video.misuses, 0);
    }

    void end() {
        for (const auto& [site, call] : std::map(calls_)) {
            stage.leave(call);
        }
        run(HangUpSites{kC, {}, true});
        stage.settle();
        EXPECT_TRUE(stage.transport.sessions.empty());
        EXPECT_TRUE(stage.transport.feeds.empty());
        EXPECT_TRUE(stage.video.encoders.empty());
        EXPECT_TRUE(stage.audio.outputs.empty());
        EXPECT_TRUE(stage.audio.talkers.empty());
    }

    Stage stage;

private:
    int pick(int below) { return static_cast<int>(random_() % static_cast<std::uint32_t>(below)); }

    std::string anySite() { return "s" + std::to_string(1 + pick(kSites)); }

    ViewName anyView() {
        const auto kind = static_cast<ViewName::Kind>(pick(3));
        return {kind, kind == ViewName::Kind::site ? anySite() : ""};
    }

    std::string anyLayout() {
        const auto names = stage.service.layouts();
        return names[static_cast<std::size_t>(pick(static_cast<int>(names.size())))];
    }

    template <typename C>
    void run(const C& command) {
        stage.begin(command);  // many are refused, as they should be
    }

    void join() {
        const auto site = anySite();
        if (calls_.contains(site)) {
            return;
        }
        RoomKind kind;
        kind.audio = pick(2) == 0 ? media::Codec::opus : media::Codec::pcma;
        kind.video = pick(4) == 0 ? media::Codec::vp8 : media::Codec::h264;
        kind.packetizationMode = static_cast<std::uint8_t>(pick(2));
        kind.level = pick(2) == 0 ? 31 : 13;
        kind.maxKbps = pick(2) == 0 ? 2000 : 512;
        calls_[site] = stage.join(site, kind);
    }

    void leave() {
        if (calls_.empty()) {
            return;
        }
        auto one = calls_.begin();
        std::advance(one, pick(static_cast<int>(calls_.size())));
        stage.leave(one->second);
        calls_.erase(one);
    }

    void loseOrFind() {
        for (const auto& [site, call] : calls_) {
            if (pick(4) != 0) {
                continue;
            }
            const auto session = stage.sip.calls.at(call).local.session;
            pick(2) == 0 ? stage.service.onMediaTimeout(session, media::Kind::video)
                         : stage.service.onStreamUp(session, media::Kind::video);
        }
    }

    std::mt19937 random_;
    std::map<std::string, CallId> calls_;
};

TEST(Property, NobodySeesItselfAndNothingRunsThatNobodyWatches) {
    for (std::uint32_t seed = 1; seed <= kRuns; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Storm storm(seed);
        for (int i = 0; i < kSteps && !::testing::Test::HasFailure(); ++i) {
            SCOPED_TRACE("step " + std::to_string(i));
            storm.step();
            storm.check();
        }
        if (::testing::Test::HasFailure()) {
            return;
        }
        storm.end();
    }
}

}  // namespace
}  // namespace mcu::conference
