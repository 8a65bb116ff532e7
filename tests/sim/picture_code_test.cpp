// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/picture/picture_code.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/gstreamer/picture_decoder.h"
#include "sim/gstreamer/video_encoding.h"
#include "sim/picture/layouts.h"
#include "sim/picture/test_picture.h"

namespace mcu::sim {
namespace {

constexpr std::chrono::seconds kPatience{60};

/// Box-scales a picture into a rectangle of another, as a composer does.
void scaleInto(const Picture& from, Picture& to, const PixelRect& rect) {
    const auto luma = from.view();
    const int x0 = static_cast<int>(rect.x);
    const int y0 = static_cast<int>(rect.y);
    const int width = static_cast<int>(rect.width);
    const int height = static_cast<int>(rect.height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const int left = x * luma.width / width;
            const int right = std::max(left + 1, (x + 1) * luma.width / width);
            const int top = y * luma.height / height;
            const int bottom = std::max(top + 1, (y + 1) * luma.height / height);
            int sum = 0;
            for (int v = top; v < bottom; ++v) {
                for (int u = left; u < right; ++u) {
                    sum += luma.data[v * luma.stride + u];
                }
            }
            to.luma()[(y0 + y) * to.width() + x0 + x] =
                static_cast<std::uint8_t>(sum / ((right - left) * (bottom - top)));
        }
    }
}

/// A dark bar with bright strokes over the lowest 8 % of a pane.
void paintCaption(Picture& picture, const PixelRect& rect) {
    const int top = static_cast<int>(rect.y + rect.height * 0.92);
    for (int y = top; y < static_cast<int>(rect.y + rect.height); ++y) {
        for (int x = static_cast<int>(rect.x); x < static_cast<int>(rect.x + rect.width); ++x) {
            picture.luma()[y * picture.width() + x] = x % 7 < 3 ? 235 : 16;
        }
    }
}

PixelRect inPixels(const PixelRect& pane, int width, int height) {
    return {pane.x * width, pane.y * height, pane.width * width, pane.height * height};
}

/// Encodes pictures and hands back what comes out of the decoder, read.
class Reader {
public:
    std::vector<ComposedReading> read(const VideoSpec& spec, const std::vector<Picture>& pictures) {
        const auto coded =
            encodePictures(spec, static_cast<int>(pictures.size()), [&](int i) -> const Picture& {
                return pictures[static_cast<std::size_t>(i)];
            });
        EXPECT_TRUE(coded);
        if (!coded) {
            return {};
        }
        auto decoder = PictureDecoder::make(spec.codec, [this](const LumaView& luma, SteadyTime) {
            const std::lock_guard lock(mutex_);
            readings_.push_back(readComposed(luma));
            changed_.notify_all();
        });
        EXPECT_TRUE(decoder);
        std::int64_t time = 1;
        for (const auto& picture : *coded) {
            EXPECT_TRUE((*decoder)->decode(picture.bytes,
                                           SteadyTime(std::chrono::milliseconds(time++ * 40))));
        }
        std::unique_lock lock(mutex_);
        EXPECT_TRUE(changed_.wait_for(
            lock, kPatience, [&] { return readings_.size() == pictures.size(); }));
        return readings_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<ComposedReading> readings_;
};

/// What cameras of many sites look like after their own encoder.
std::vector<Picture> composed(const PaneLayout& layout, int count, bool captions) {
    std::vector<Picture> made;
    for (int index = 0; index < count; ++index) {
        Picture whole(640, 360);
        std::fill_n(whole.luma(), whole.lumaBytes(), static_cast<std::uint8_t>(16));
        for (std::size_t pane = 0; pane < layout.panes.size(); ++pane) {
            TestPicture camera(640, 360, static_cast<int>(pane * 13 + 3));
            const auto rect = inPixels(layout.panes[pane], 640, 360);
            scaleInto(camera.draw(index), whole, rect);
            if (captions) {
                paintCaption(whole, rect);
            }
        }
        made.push_back(std::move(whole));
    }
    return made;
}

void expectAllRead(const PaneLayout& layout, const std::vector<ComposedReading>& readings) {
    for (std::size_t frame = 0; frame < readings.size(); ++frame) {
        EXPECT_EQ(readings[frame].layout, layout.name);
        ASSERT_EQ(readings[frame].panes.size(), layout.panes.size());
        for (std::size_t pane = 0; pane < layout.panes.size(); ++pane) {
            ASSERT_TRUE(readings[frame].panes[pane])
                << layout.name << " frame " << frame << " pane " << pane;
            EXPECT_EQ(readings[frame].panes[pane]->site, static_cast<int>(pane * 13 + 3));
            EXPECT_EQ(readings[frame].panes[pane]->counter, static_cast<int>(frame));
        }
    }
}

}  // namespace

TEST(PictureCode, ReadsWhatWasPaintedForEveryNumber) {
    Picture picture(320, 180);
    const PixelRect whole{0, 0, 320, 180};
    for (int site = 0; site < kCodeSites; ++site) {
        std::fill_n(picture.luma(), picture.lumaBytes(), kCodeGround);
        paintCode(picture, whole, site, site * 5 % kCodeCounters);
        const auto found = readCode(picture.view(), whole);
        ASSERT_TRUE(found) << site;
        EXPECT_EQ(found->site, site);
        EXPECT_EQ(found->counter, site * 5 % kCodeCounters);
        EXPECT_GT(found->margin, 0.95);
    }
}

TEST(PictureCode, RefusesWhatIsNoCode) {
    Picture picture(320, 180);
    const PixelRect whole{0, 0, 320, 180};
    EXPECT_FALSE(readCode(picture.view(), whole));
    paintCode(picture, whole, 77, 3);
    EXPECT_TRUE(readCode(picture.view(), whole));
    EXPECT_FALSE(readCode(picture.view(), {40, 20, 200, 120}));
    EXPECT_FALSE(readCode(picture.view(), {0, 0, 10, 6}));
    // A bit that equals its complement.
    for (int y = 30; y < 50; ++y) {
        std::fill_n(picture.luma() + y * 320 + 60, 30, kCodeWhite);
    }
    for (int y = 95; y < 120; ++y) {
        std::fill_n(picture.luma() + y * 320 + 26, 268, kCodeWhite);
    }
    EXPECT_FALSE(readCode(picture.view(), whole));
}

TEST(PictureCode, ReadsUnderAPictureInItsCorner) {
    Picture picture(640, 360);
    const PixelRect whole{0, 0, 640, 360};
    paintCode(picture, whole, 200, 41);
    const PixelRect inset{0.72 * 640, 0.72 * 360, 160, 90};
    TestPicture camera(640, 360, 9);
    scaleInto(camera.draw(7), picture, inset);
    EXPECT_FALSE(readCode(picture.view(), whole));
    const std::array covered = {inset};
    const auto found = readCode(picture.view(), whole, covered);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->site, 200);
    EXPECT_EQ(found->counter, 41);
}

TEST(PictureCode, ReadsAPaneFittedInWithBars) {
    Picture picture(640, 360);
    std::fill_n(picture.luma(), picture.lumaBytes(), static_cast<std::uint8_t>(16));
    TestPicture camera(320, 180, 31);
    scaleInto(camera.draw(5), picture, {0, 90, 320, 180});
    const auto reading = readPanes(picture.view(), {"halves", {{0, 0, 0.5, 1}, {0.5, 0, 0.5, 1}}});
    ASSERT_TRUE(reading.panes[0]);
    EXPECT_EQ(reading.panes[0]->site, 31);
    EXPECT_FALSE(reading.panes[1]);
}

TEST(PictureCode, SurvivesH264InEveryStandardLayoutWithCaptions) {
    for (const auto& layout : standardLayouts()) {
        SCOPED_TRACE(layout.name);
        const VideoSpec spec{media::Codec::h264, 0, 640, 360, 25, 400};
        expectAllRead(layout, Reader().read(spec, composed(layout, 6, true)));
    }
}

TEST(PictureCode, SurvivesVp8) {
    const auto& layout = *findLayout("3x3");
    const VideoSpec spec{media::Codec::vp8, 0, 640, 360, 25, 800};
    expectAllRead(layout, Reader().read(spec, composed(layout, 6, true)));
}

TEST(PictureCode, SurvivesTheRoomsOwnEncoder) {
    const VideoSpec spec{media::Codec::h264, 0, 320, 180, 25, 300};
    std::vector<Picture> pictures;
    TestPicture camera(320, 180, 240);
    for (int index = 0; index < 50; ++index) {
        pictures.push_back(camera.draw(index));
    }
    const auto readings = Reader().read(spec, pictures);
    ASSERT_EQ(readings.size(), 50U);
    for (int index = 0; index < 50; ++index) {
        const auto& reading = readings[static_cast<std::size_t>(index)];
        EXPECT_EQ(reading.layout, "1x1");
        ASSERT_TRUE(!reading.panes.empty() && reading.panes[0]);
        EXPECT_EQ(reading.panes[0]->site, 240);
        EXPECT_EQ(reading.panes[0]->counter, index);
    }
}

}  // namespace mcu::sim
