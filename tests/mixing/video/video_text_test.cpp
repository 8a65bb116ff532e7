// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <fstream>
#include <optional>

#include "mixing/video/mixer_fixture.h"

namespace mcu::test {

namespace {

class VideoText : public MixerFixture {
protected:
    std::vector<std::byte> snapshot(ViewId view) {
        std::optional<Result<std::vector<std::byte>>> got;
        mixer->snapshotView(view, [&](auto png) { got = std::move(png); });
        EXPECT_TRUE(loop.runUntil([&] { return got.has_value(); }));
        EXPECT_TRUE(got && got->has_value());
        return got && *got ? **got : std::vector<std::byte>{};
    }

    /// Decodes a PNG to a picture of RGB bytes.
    static std::vector<std::uint8_t> decodePng(const std::vector<std::byte>& png) {
        std::vector<std::uint8_t> rgb;
        auto runner = mixing::ElementRunner::create(
            "pngdec",
            "image/png",
            "video/x-raw",
            [](GstElement*) {},
            [&rgb](GstBuffer* buffer, GstCaps*) {
                rgb.resize(gst_buffer_get_size(buffer));
                gst_buffer_extract(buffer, 0, rgb.data(), rgb.size());
            });
        if (runner) {
            (*runner)->push(mixing::copyToBuffer(png));
            (*runner)->finish();
        }
        return rgb;
    }
};

/// Columns of a picture of 1280 in which rows from `top` to `bottom` have white in them.
std::vector<int> whiteColumns(const std::vector<std::uint8_t>& rgb, int top, int bottom) {
    const std::size_t pixel = rgb.size() / (1280U * 720U);
    std::vector<int> columns;
    for (int x = 0; x < 1280; ++x) {
        for (int y = top; y < bottom; ++y) {
            const auto* at = &rgb[(static_cast<std::size_t>(y) * 1280U + x) * pixel];
            if (at[0] > 240 && at[1] > 240 && at[2] > 240) {
                columns.push_back(x);
                break;
            }
        }
    }
    return columns;
}

TEST_F(VideoText, DrawsABannerAlongTheEdgeItIsToldTo) {
    start();
    const auto view = *mixer->createView(1280, 720, 30);
    media::Composition composition;
    composition.panes.push_back({{0, 0, 1, 1}, SourceId{}, "", ""});
    composition.banner = {"Họp phòng chống thiên tai, 19 giờ", false, false};
    mixer->compose(view, composition);
    auto rgb = decodePng(snapshot(view));
    ASSERT_GE(rgb.size(), 1280U * 720U * 3U);
    const auto upper = whiteColumns(rgb, 0, 50);
    ASSERT_GT(upper.size(), 100U);
    EXPECT_NEAR((upper.front() + upper.back()) / 2, 640, 10) << "in the middle";
    EXPECT_TRUE(whiteColumns(rgb, 60, 720).empty());
    composition.banner.low = true;
    mixer->compose(view, composition);
    rgb = decodePng(snapshot(view));
    EXPECT_TRUE(whiteColumns(rgb, 0, 660).empty());
    EXPECT_GT(whiteColumns(rgb, 670, 720).size(), 100U);
    composition.banner = {};
    mixer->compose(view, composition);
    EXPECT_TRUE(whiteColumns(decodePng(snapshot(view)), 0, 720).empty());
}

TEST_F(VideoText, ARollingBannerComesFromTheRightAndRunsOn) {
    start();
    const auto view = *mixer->createView(1280, 720, 30);
    media::Composition composition;
    composition.panes.push_back({{0, 0, 1, 1}, SourceId{}, "", ""});
    composition.banner = {std::string(400, 'W'), true, false};  // far longer than the line
    mixer->compose(view, composition);
    const auto firstWhite = [&] {
        const auto columns = whiteColumns(decodePng(snapshot(view)), 0, 50);
        return columns.empty() ? 1280 : columns.front();
    };
    ASSERT_TRUE(loop.runUntil([&] { return firstWhite() < 1280; })) << "it comes in";
    const int seen = firstWhite();
    EXPECT_GT(seen, 900) << "from the right";
    ASSERT_TRUE(loop.runUntil([&] { return firstWhite() < seen - 40; })) << "and goes on";
    // Another caption under it does not begin it anew.
    composition.panes.front().caption = "Xã Mường Thanh";
    mixer->compose(view, composition);
    EXPECT_LT(firstWhite(), seen - 40);
}

TEST_F(VideoText, DrawsCaptionsNoticesAndSlates) {
    start();
    auto input = open(Camera::Kind::h264Fragments, 1280, 720);
    input.camera->send({150, 0xA5});
    ASSERT_TRUE(loop.runUntil([&] { return events.up.size() == 1; }));
    const auto view = *mixer->createView(1280, 720, 30);
    media::Composition four;
    four.panes.push_back({{0, 0, 0.5, 0.5}, input.id, "", ""});
    four.panes.push_back(
        {{0.5, 0, 0.5, 0.5}, input.id, "Xã Điện Biên Phủ – Nguyễn Thị Ngọc Hường", ""});
    four.panes.push_back(
        {{0, 0.5, 0.5, 0.5}, input.id, "UBND xã Mường Thanh", "mất tín hiệu 12 s"});
    four.panes.push_back({{0.5, 0.5, 0.5, 0.5}, SourceId{}, "Phường Sơn La", "đang kết nối"});
    mixer->compose(view, four);
    const auto png = snapshot(view);
    if (const char* file = std::getenv("MCU_SNAPSHOT_FILE")) {
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char*>(png.data()),
                   static_cast<std::streamsize>(png.size()));
    }
    const auto rgb = decodePng(png);
    ASSERT_GE(rgb.size(), 1280U * 720U * 3U);
    const std::size_t pixel = rgb.size() / (1280U * 720U);
    const auto at = [&](int x, int y) { return &rgb[(y * 1280U + x) * pixel]; };
    const auto whites = [&](int left, int top, int width, int height) {
        int count = 0;
        for (int y = top; y < top + height; ++y) {
            for (int x = left; x < left + width; ++x) {
                count += at(x, y)[0] > 240 && at(x, y)[1] > 240 && at(x, y)[2] > 240 ? 1 : 0;
            }
        }
        return count;
    };
    EXPECT_EQ(whites(0, 330, 640, 30), 0);      // no caption
    EXPECT_GT(whites(640, 330, 640, 30), 300);  // white letters
    EXPECT_GT(whites(0, 500, 640, 80), 300);    // notice
    EXPECT_GT(whites(640, 500, 640, 80), 300);  // slate with notice
    // The greyed picture has no colour and is darker.
    const auto* greyed = at(100, 400);
    EXPECT_LE(std::abs(greyed[0] - greyed[2]), 6);
    EXPECT_LT(greyed[1], at(100, 40)[1]);
    EXPECT_GT(std::abs(at(100, 40)[0] - at(100, 40)[2]), 40);
}

TEST_F(VideoText, TakesAnyBytesForText) {
    start();
    const auto view = *mixer->createView(1280, 720, 30);
    media::Composition odd;
    odd.panes.push_back({{0, 0, 0.5, 0.5}, SourceId{}, std::string("\xff\xfe\0x", 4), "\xc3"});
    odd.panes.push_back({{0.5, 0, 0.5, 0.5}, SourceId{}, std::string(5000, 'W'), "<b>&"});
    odd.panes.push_back({{0.5, 0.5, 0.001, 0.001}, SourceId{}, "a", "b"});
    odd.panes.push_back({{-1, 2, 9, 9}, SourceId{}, "a\nb", "a\n\n\n\n\nb"});
    mixer->compose(view, odd);
    EXPECT_FALSE(snapshot(view).empty());
    for (const auto& banner : {media::Banner{"\xff\xc3", true, true},
                               media::Banner{std::string(5000, 'W'), true, false},
                               media::Banner{"a\nb\n", false, true}}) {
        odd.banner = banner;
        mixer->compose(view, odd);
        EXPECT_FALSE(snapshot(view).empty());
    }
}

TEST_F(VideoText, SnapshotsASourceAndSaysWhenThereIsNothing) {
    start();
    auto input = open(Camera::Kind::vp8, 322, 180);
    std::optional<bool> ok;
    mixer->snapshotSource(input.id, [&](auto png) { ok = png.has_value(); });
    ASSERT_TRUE(loop.runUntil([&] { return ok.has_value(); }));
    EXPECT_FALSE(*ok);
    input.camera->send({150, 1});
    ASSERT_TRUE(loop.runUntil([&] { return events.up.size() == 1; }));
    std::vector<std::byte> got;
    mixer->snapshotSource(input.id, [&](auto png) { got = std::move(*png); });
    ASSERT_TRUE(loop.runUntil([&] { return !got.empty(); }));
    EXPECT_GE(decodePng(got).size(), 322U * 180U * 3U);
    ok.reset();
    mixer->snapshotView(ViewId{44}, [&](auto png) { ok = png.has_value(); });
    ASSERT_TRUE(loop.runUntil([&] { return ok.has_value(); }));
    EXPECT_FALSE(*ok);
}

}  // namespace

}  // namespace mcu::test
