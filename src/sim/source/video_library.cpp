// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/source/video_library.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "media/h261/packetizer.h"
#include "media/h263/packetizer.h"
#include "media/h264/packetizer.h"
#include "media/vp8/packetizer.h"
#include "sim/picture/picture_code.h"
#include "sim/picture/test_picture.h"
#include "sim/source/loop_file.h"

namespace mcu::sim {
namespace {

constexpr int kFileSeconds = 20;

/// Whole seconds of pictures, as many as the counter of the picture code can tell apart.
int loopLength(const VideoSpec& spec) {
    const int seconds = std::max(1, kCodeCounters / spec.framesPerSecond);
    return std::min(kCodeCounters, seconds * spec.framesPerSecond);
}

Status packetize(const VideoSpec& spec,
                 std::span<const std::byte> picture,
                 media::EncodedFrame& frame) {
    using media::h263::PayloadFormat;
    switch (spec.codec) {
        case media::Codec::vp8:
            media::vp8::packetize(picture, frame);
            return {};
        case media::Codec::h263:
            return media::h263::packetize(PayloadFormat::rfc2190, picture, frame);
        case media::Codec::h263v1998:
            return media::h263::packetize(PayloadFormat::rfc4629, picture, frame);
        case media::Codec::h261:
            return media::h261::packetize(picture, frame);
        default:
            return media::h264::packetize(picture, static_cast<std::uint8_t>(spec.h264Mode), frame);
    }
}

Result<MediaLoopPointer> assemble(const VideoSpec& spec,
                                  const std::vector<CodedPicture>& pictures) {
    auto loop = std::make_shared<MediaLoop>();
    loop->codec = spec.codec;
    loop->rtpStep =
        media::rtpClockOf(spec.codec) / static_cast<std::uint32_t>(spec.framesPerSecond);
    loop->period = std::chrono::nanoseconds(1'000'000'000LL / spec.framesPerSecond);
    for (const auto& picture : pictures) {
        media::EncodedFrame frame;
        if (const auto cut = packetize(spec, picture.bytes, frame); !cut) {
            return cut.error().in("video loop");
        }
        loop->frames.push_back(std::move(frame));
    }
    if (loop->frames.empty() || !loop->frames.front().keyframe) {
        return Error(ErrorCode::internal, "video loop does not begin with a keyframe");
    }
    return MediaLoopPointer(std::move(loop));
}

Result<std::vector<CodedPicture>> encodeCoded(const VideoSpec& spec, int site) {
    TestPicture camera(spec.width, spec.height, site);
    return encodePictures(spec, loopLength(spec), [&camera](int index) -> const Picture& {
        return camera.draw(index);
    });
}

std::string codedName(const VideoSpec& spec, int site) {
    return spec.name() + "-site" + std::to_string(site);
}

}  // namespace

VideoLibrary::VideoLibrary(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::error_code failure;
    if (!folder_.empty() && !std::filesystem::create_directories(folder_, failure) && failure) {
        folder_.clear();
    }
}

std::filesystem::path VideoLibrary::defaultFolder() {
    // Read at start, before there are threads.
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != 0) {
        return std::filesystem::path(cache) / "mcusim";
    }
    if (const char* home = std::getenv("HOME"); home != nullptr && *home != 0) {
        return std::filesystem::path(home) / ".cache" / "mcusim";
    }
    return {};
}

Status VideoLibrary::prepare(const VideoSpec& spec, const std::vector<int>& sites) {
    std::vector<int> missing;
    for (const int site : sites) {
        if (!loops_.contains(codedName(spec, site))) {
            missing.push_back(site);
        }
    }
    std::mutex mutex;
    std::vector<Error> failures;
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        VideoLibrary own(folder_);
        for (auto index = next++; index < missing.size(); index = next++) {
            auto made = own.coded(spec, missing[index]);
            const std::lock_guard lock(mutex);
            if (made) {
                loops_[codedName(spec, missing[index])] = *made;
            } else {
                failures.push_back(made.error());
            }
        }
    };
    {
        const auto cores = std::max(1U, std::thread::hardware_concurrency());
        std::vector<std::jthread> workers;
        for (std::size_t i = 0; i < std::min<std::size_t>(cores, missing.size()); ++i) {
            workers.emplace_back(work);
        }
    }
    if (!failures.empty()) {
        return failures.front();
    }
    return {};
}

Result<MediaLoopPointer> VideoLibrary::coded(const VideoSpec& spec, int site) {
    return load(spec, codedName(spec, site), [&] { return encodeCoded(spec, site); });
}

Result<MediaLoopPointer> VideoLibrary::black(const VideoSpec& spec) {
    return load(spec, spec.name() + "-black", [&] {
        constexpr std::uint8_t kBlack = 16;  // ITU-R BT.709
        Picture picture(spec.width, spec.height);
        std::fill_n(picture.luma(), picture.lumaBytes(), kBlack);
        return encodePictures(spec, loopLength(spec), [&picture](int index) -> const Picture& {
            // One field a little lighter in turn: a camera sends pictures, not one picture.
            *picture.luma() = static_cast<std::uint8_t>(kBlack + index % 2);
            return picture;
        });
    });
}

Result<MediaLoopPointer> VideoLibrary::ofFile(const VideoSpec& spec, const std::string& file) {
    std::error_code failure;
    const auto size = std::filesystem::file_size(file, failure);
    if (failure) {
        return Error(ErrorCode::notFound, "cannot read video file " + file);
    }
    const auto written = std::filesystem::last_write_time(file, failure).time_since_epoch().count();
    const auto mark =
        std::hash<std::string>{}(std::filesystem::absolute(file).string() + ":" +
                                 std::to_string(size) + ":" + std::to_string(written));
    return load(spec, spec.name() + "-file" + std::to_string(mark), [&] {
        return encodeVideoFile(spec, file, kFileSeconds);
    });
}

Result<MediaLoopPointer> VideoLibrary::load(
    const VideoSpec& spec,
    const std::string& name,
    const std::function<Result<std::vector<CodedPicture>>()>& encode) {
    if (const auto found = loops_.find(name); found != loops_.end()) {
        return found->second;
    }
    const auto file = folder_ / (name + ".loop");
    std::optional<std::vector<CodedPicture>> pictures;
    if (!folder_.empty()) {
        pictures = readLoopFile(file);
    }
    if (!pictures) {
        auto encoded = encode();
        if (!encoded) {
            return encoded.error();
        }
        pictures = std::move(*encoded);
        if (!folder_.empty()) {
            // Not kept is no failure: the next run encodes again.
            static_cast<void>(writeLoopFile(file, *pictures));
        }
    }
    auto loop = assemble(spec, *pictures);
    if (loop) {
        loops_[name] = *loop;
    }
    return loop;
}

}  // namespace mcu::sim
