// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/codec.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mcu::media {

namespace {

/// Table A-1 of H.264: level_idc, MaxMBPS, MaxFS.
struct Level {
    int idc;
    std::uint32_t maxMbps;
    std::uint32_t maxFs;
};

constexpr std::array kLevels = {
    Level{9, 1485, 99},
    Level{10, 1485, 99},
    Level{11, 3000, 396},
    Level{12, 6000, 396},
    Level{13, 11880, 396},
    Level{20, 11880, 396},
    Level{21, 19800, 792},
    Level{22, 20250, 1620},
    Level{30, 40500, 1620},
    Level{31, 108000, 3600},
    Level{32, 216000, 5120},
    Level{40, 245760, 8192},
    Level{41, 245760, 8192},
    Level{42, 522240, 8704},
    Level{50, 589824, 22080},
    Level{51, 983040, 36864},
    Level{52, 2073600, 36864},
};

constexpr std::array kPictures = {
    PictureLimit{1920, 1080, 30},
    PictureLimit{1280, 720, 30},
    PictureLimit{960, 540, 30},
    PictureLimit{848, 480, 30},
    PictureLimit{640, 360, 30},
    PictureLimit{480, 270, 30},
    PictureLimit{320, 180, 30},
};

std::uint32_t macroblocks(const PictureLimit& picture) {
    return static_cast<std::uint32_t>((picture.width + 15) / 16) *
           static_cast<std::uint32_t>((picture.height + 15) / 16);
}

PictureLimit fit(std::uint32_t maxFs, std::uint32_t maxMbps) {
    for (const auto& picture : kPictures) {
        const auto size = macroblocks(picture);
        if (size <= maxFs && maxMbps / size >= 15) {
            return {picture.width, picture.height, static_cast<int>(std::min(30U, maxMbps / size))};
        }
    }
    return {160, 90, 15};
}

/// The largest size the format has at 10 pictures a second or more; else its fastest.
PictureLimit largestCif(const CifFormat& format) {
    constexpr int kLeastRate = 10;
    const std::array sizes = {std::pair(PictureLimit{704, 576, 0}, format.cif4),
                              std::pair(PictureLimit{352, 288, 0}, format.cif),
                              std::pair(PictureLimit{176, 144, 0}, format.qcif)};
    PictureLimit best{176, 144, 0};
    for (const auto& [size, interval] : sizes) {
        const int rate = interval == 0 ? 0 : std::max(1, 30 / interval);
        if (rate > best.framesPerSecond) {
            best = {size.width, size.height, rate};
        }
        if (rate >= kLeastRate) {
            break;
        }
    }
    best.framesPerSecond = best.framesPerSecond == 0 ? 15 : best.framesPerSecond;
    return best;
}

}  // namespace

Kind kindOf(Codec codec) {
    return codec == Codec::h264 || codec == Codec::vp8 || isCif(codec) ? Kind::video : Kind::audio;
}

bool isCif(Codec codec) {
    return codec == Codec::h263 || codec == Codec::h263v1998 || codec == Codec::h261;
}

std::string_view nameOf(Codec codec) {
    switch (codec) {
        case Codec::opus:
            return "opus";
        case Codec::g722:
            return "G722";
        case Codec::pcma:
            return "PCMA";
        case Codec::pcmu:
            return "PCMU";
        case Codec::telephoneEvent:
            return "telephone-event";
        case Codec::h264:
            return "H264";
        case Codec::vp8:
            return "VP8";
        case Codec::h263:
            return "H263";
        case Codec::h263v1998:
            return "H263-1998";
        case Codec::h261:
            return "H261";
    }
    return "?";
}

std::uint32_t rtpClockOf(Codec codec) {
    if (kindOf(codec) == Kind::video) {
        return 90000;
    }
    return codec == Codec::opus ? 48000 : 8000;
}

PictureLimit largestPicture(const CodecFormat& format) {
    if (format.codec == Codec::vp8) {
        const auto fs = format.vp8MaxFs == 0 ? 8160U : format.vp8MaxFs;
        const auto rate = format.vp8MaxFrameRate == 0 ? 30U : format.vp8MaxFrameRate;
        return fit(fs, fs * std::min(rate, 30U));
    }
    if (isCif(format.codec)) {
        return largestCif(format.cif);
    }
    Level level = kLevels.front();
    for (const auto& candidate : kLevels) {
        if (candidate.idc <= format.h264.levelIdc) {
            level = candidate;
        }
    }
    return fit(std::max(level.maxFs, format.h264.maxFs),
               std::max(level.maxMbps, format.h264.maxMbps));
}

}  // namespace mcu::media
