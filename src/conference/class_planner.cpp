// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/class_planner.h"

#include <algorithm>
#include <array>

namespace mcu::conference {

namespace {

constexpr std::uint8_t kBaseline = 66;

/// A bit rate is not spread over more picture than it can carry.
struct RateStep {
    int belowKbps;
    int width;
    int height;
    int framesPerSecond;
};

constexpr std::array kRateSteps = {
    RateStep{300, 480, 270, 15},
    RateStep{800, 640, 360, 30},
    RateStep{2000, 1280, 720, 30},
};

int tierOf(std::uint32_t maxKbps, bool lowered, const std::vector<int>& tiers) {
    if (tiers.empty()) {
        return static_cast<int>(maxKbps);
    }
    auto tier = std::find_if(tiers.begin(), tiers.end(), [maxKbps](int kbps) {
        return static_cast<std::uint32_t>(kbps) <= maxKbps;
    });
    if (lowered && tier != tiers.end()) {
        ++tier;
    }
    return tier == tiers.end() ? tiers.back() : *tier;
}

/// The lowest H.264 level (table A-1) of our sizes at up to 30 pictures a second.
std::uint8_t levelOf(int width, int height) {
    const int macroblocks = ((width + 15) / 16) * ((height + 15) / 16);
    if (macroblocks <= 396) {
        return 13;
    }
    if (macroblocks <= 1350) {
        return 30;
    }
    return macroblocks <= 3600 ? 31 : 40;
}

media::PictureLimit smaller(const media::PictureLimit& left, const media::PictureLimit& right) {
    media::PictureLimit result =
        left.width * left.height <= right.width * right.height ? left : right;
    result.framesPerSecond = std::min(left.framesPerSecond, right.framesPerSecond);
    return result;
}

/// Each size and rate the source may come in is one the receiver takes.
bool cifFits(const media::CifFormat& source, const media::CifFormat& target) {
    const auto fits = [](std::uint8_t from, std::uint8_t to) {
        return from == 0 || (to != 0 && to <= from);
    };
    return fits(source.qcif, target.qcif) && fits(source.cif, target.cif) &&
           fits(source.cif4, target.cif4);
}

/// Within the picture that the bit rate and the conference allow: there are no sizes in between.
media::PictureLimit cifWithin(const media::PictureLimit& picture, const media::CifFormat& format) {
    auto within = format;
    const int area = picture.width * picture.height;
    if (area < 704 * 576) {
        within.cif4 = 0;
    }
    if (area < 352 * 288 && format.qcif != 0) {
        within.cif = 0;
    }
    media::CodecFormat limited;
    limited.codec = media::Codec::h263;
    limited.cif = within;
    auto result = media::largestPicture(limited);
    result.framesPerSecond = std::min(result.framesPerSecond, picture.framesPerSecond);
    return result;
}

/// Constrained baseline is part of main and high (H.264 annex A.2).
bool profileFits(const media::H264Format& source, const media::H264Format& target) {
    if (source.profileIdc == kBaseline) {
        const bool constrained = (source.constraints & 0x40U) != 0;
        return target.profileIdc == kBaseline || constrained;
    }
    return source.profileIdc <= target.profileIdc && target.profileIdc != kBaseline;
}

/// `stated` is what the source says of itself in its own description: few rooms send above what
/// they receive, while the format it may send with repeats our limit.
bool h264Fits(const media::H264Format& source,
              const media::H264Format& stated,
              const media::CodecFormat& send) {
    if (source.packetizationMode > send.h264.packetizationMode || !profileFits(source, send.h264)) {
        return false;
    }
    if (std::min(source.levelIdc, stated.levelIdc) > send.h264.levelIdc) {
        return false;
    }
    return true;
}

}  // namespace

std::string nameOf(const media::EncoderSpec& spec) {
    return std::string(media::nameOf(spec.codec)) + " " + std::to_string(spec.width) + "x" +
           std::to_string(spec.height) + "@" + std::to_string(spec.framesPerSecond) + " " +
           std::to_string(spec.kbps) + " kbit/s";
}

ClassKey classOf(const SiteId& site,
                 const media::CodecFormat& send,
                 std::uint32_t maxKbps,
                 bool lowered,
                 const ClassLimits& limits) {
    ClassKey key;
    key.spec.codec = send.codec;
    key.spec.kbps = tierOf(maxKbps, lowered, limits.kbpsTiers);
    media::PictureLimit picture{limits.width, limits.height, limits.framesPerSecond};
    if (!media::isCif(send.codec)) {
        picture = smaller(picture, media::largestPicture(send));
    }
    for (const auto& step : kRateSteps) {
        if (key.spec.kbps < step.belowKbps) {
            picture = smaller(picture, {step.width, step.height, step.framesPerSecond});
        }
    }
    if (media::isCif(send.codec)) {
        picture = cifWithin(picture, send.cif);
    }
    key.spec.width = picture.width;
    key.spec.height = picture.height;
    key.spec.framesPerSecond = picture.framesPerSecond;
    key.spec.h264ProfileIdc = kBaseline;
    key.spec.h264LevelIdc = levelOf(picture.width, picture.height);
    if (lowered) {
        key.alone = site;
    }
    return key;
}

bool passesThrough(const media::AgreedStream& source, const media::CodecFormat& send) {
    bool any = false;
    for (const auto& format : source.receive) {
        if (media::kindOf(format.codec) != media::Kind::video) {
            continue;
        }
        any = true;
        if (format.codec != send.codec) {
            return false;
        }
        if (format.codec == media::Codec::h264 && !h264Fits(format.h264, source.send.h264, send)) {
            return false;
        }
        if (media::isCif(format.codec) && !cifFits(format.cif, send.cif)) {
            return false;
        }
        if (format.codec == media::Codec::vp8 && send.vp8MaxFs != 0 &&
            (source.send.vp8MaxFs == 0 || source.send.vp8MaxFs > send.vp8MaxFs)) {
            return false;
        }
    }
    return any;
}

}  // namespace mcu::conference
