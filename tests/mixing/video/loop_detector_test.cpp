// SPDX-License-Identifier: GPL-3.0-or-later
// A picture that comes back from a site (TOP-08), and pictures that only look like it.
#include "mixing/video/loop_detector.h"

#include <cmath>
#include <functional>
#include <random>

#include <gtest/gtest.h>

namespace mcu::mixing {
namespace {

using namespace std::chrono_literals;

constexpr int kWidth = 320;
constexpr int kHeight = 180;
constexpr int kGrain = 4;  ///< samples of a picture painted alike, each way

/// A room: a ground that is its own, and people who move before it.
class Room {
public:
    explicit Room(unsigned seed) : random_(seed) {
        std::uniform_real_distribution<double> share(0, 1);
        for (auto& light : lights_) {
            light = {share(random_),
                     share(random_),
                     0.1 + 0.2 * share(random_),
                     40 + 90 * share(random_)};
        }
    }

    /// The room at a time; `moving`: people move.
    std::shared_ptr<Picture> at(double seconds, bool moving = true) {
        auto picture = pool_.take(kWidth, kHeight);
        for (int y = 0; y < kHeight; ++y) {
            for (int x = 0; x < kWidth; ++x) {
                *picture->at(0, x, y) =
                    x % kGrain == 0 && y % kGrain == 0
                        ? lumaAt(x, y, moving ? seconds : 0)
                        : *picture->at(0, x / kGrain * kGrain, y / kGrain * kGrain);
            }
        }
        return picture;
    }

private:
    struct Light {
        double x;
        double y;
        double size;
        double luma;
    };

    [[nodiscard]] std::uint8_t lumaAt(int x, int y, double seconds) const {
        double luma = 30;
        for (std::size_t i = 0; i < lights_.size(); ++i) {
            const auto& light = lights_[i];
            const double pace = 0.7 + 0.37 * static_cast<double>(i) + light.size;
            const bool person = i % 2 == 0;
            const double move = person ? 0.12 * std::sin(pace * seconds + 9 * light.x) : 0;
            const double away = std::hypot(static_cast<double>(x) / kWidth - light.x - move,
                                           static_cast<double>(y) / kHeight - light.y);
            luma += light.luma * std::exp(-away * away / (light.size * light.size));
        }
        return static_cast<std::uint8_t>(std::min(luma, 235.0));
    }

    std::mt19937 random_;
    std::array<Light, 8> lights_{};
    PicturePool pool_;
};

/// What another conference shows: a picture in a part of another, a little brighter.
std::shared_ptr<Picture> inside(
    const Picture& inner, const Picture& outer, int x, int y, int shrink) {
    PicturePool pool;
    auto made = pool.take(kWidth, kHeight);
    for (int row = 0; row < kHeight; ++row) {
        for (int column = 0; column < kWidth; ++column) {
            const int fromX = (column - x) * shrink;
            const int fromY = (row - y) * shrink;
            const bool in = fromX >= 0 && fromX < kWidth && fromY >= 0 && fromY < kHeight;
            *made->at(0, column, row) =
                in ? static_cast<std::uint8_t>(12 + *inner.at(0, fromX, fromY) * 9 / 10)
                   : *outer.at(0, column, row);
        }
    }
    return made;
}

/// Feeds a detector for some seconds with what `sent` and `arrived` show at each time.
using Show = std::function<std::shared_ptr<Picture>(double)>;

class Feed {
public:
    /// Whether there was a loop at any time.
    bool run(double seconds, const Show& sent, const Show& arrived) {
        bool raised = false;
        for (int i = 0; i < static_cast<int>(seconds * 10); ++i) {
            detector.add(
                LumaGrid(*sent(time)), LumaGrid(*arrived(time)), SteadyTime{} + step_ * 100ms);
            ++step_;
            time += 0.1;
            raised = raised || detector.delay().has_value();
        }
        return raised;
    }

    LoopDetector detector;
    double time = 0;

private:
    int step_ = 0;
};

TEST(LoopDetector, NamesTheDelayOfAPictureThatComesBack) {
    Room ours(1);
    Feed feed;
    feed.run(12, [&](double t) { return ours.at(t); }, [&](double t) { return ours.at(t - 0.9); });
    ASSERT_TRUE(feed.detector.delay());
    EXPECT_NEAR(std::chrono::duration<double>(*feed.detector.delay()).count(), 0.9, 0.11);
}

TEST(LoopDetector, FindsItInAQuarterOfAnotherConferencesPicture) {
    Room ours(1);
    Room theirs(2);
    Feed feed;
    feed.run(
        12,
        [&](double t) { return ours.at(t); },
        [&](double t) { return inside(*ours.at(t - 0.4), *theirs.at(t), kWidth / 2, 0, 2); });
    ASSERT_TRUE(feed.detector.delay());
    EXPECT_NEAR(std::chrono::duration<double>(*feed.detector.delay()).count(), 0.4, 0.11);
}

TEST(LoopDetector, EndsSomeSecondsAfterIt) {
    Room ours(1);
    Room theirs(2);
    Feed feed;
    const auto sent = [&](double t) { return ours.at(t); };
    ASSERT_TRUE(feed.run(12, sent, [&](double t) { return ours.at(t - 0.5); }));
    feed.run(3, sent, [&](double t) { return theirs.at(t); });
    EXPECT_TRUE(feed.detector.delay());
    feed.run(9, sent, [&](double t) { return theirs.at(t); });
    EXPECT_FALSE(feed.detector.delay());
}

TEST(LoopDetector, StillPicturesSayNothingNeitherWay) {
    Room ours(1);
    Feed feed;
    const auto still = [&](double t) { return ours.at(t, false); };
    EXPECT_FALSE(feed.run(20, still, still));
    ASSERT_TRUE(feed.run(
        14, [&](double t) { return ours.at(t); }, [&](double t) { return ours.at(t - 0.5); }));
    feed.run(20, still, still);
    EXPECT_TRUE(feed.detector.delay());
}

TEST(LoopDetector, TwoRoomsInWhichPeopleMoveAreNone) {
    for (unsigned seed = 10; seed < 16; ++seed) {
        Room ours(seed);
        Room theirs(seed + 100);
        Feed feed;
        EXPECT_FALSE(feed.run(
            30, [&](double t) { return ours.at(t); }, [&](double t) { return theirs.at(t); }))
            << seed;
    }
}

TEST(LoopDetector, CutsAtTheSameTimesAreNone) {
    Room one(1);
    Room two(2);
    Room three(3);
    Room four(4);
    Feed feed;
    const auto turn = [](double t) { return static_cast<int>(t / 3) % 2 == 0; };
    EXPECT_FALSE(feed.run(
        40,
        [&](double t) { return (turn(t) ? one : two).at(t); },
        [&](double t) { return (turn(t - 0.5) ? three : four).at(t); }));
}

TEST(LumaGrid, APartsThumbnailIsThatOfThePictureShownThere) {
    Room ours(1);
    Room theirs(2);
    const auto inner = ours.at(3);
    const auto whole = LumaGrid(*inner).thumbnail({});
    const LumaGrid shown(*inside(*inner, *theirs.at(0), 0, kHeight / 2, 2));
    const auto part = shown.thumbnail({0, 27, 3});
    for (std::size_t i = 0; i < whole.fields.size(); ++i) {
        EXPECT_NEAR(part.fields[i], 12 + (whole.fields[i] + 128) * 0.9 - 128, 4) << i;
    }
}

}  // namespace
}  // namespace mcu::mixing
