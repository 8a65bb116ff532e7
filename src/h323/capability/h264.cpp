// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/capability/h264.h"

#include <array>
#include <limits>

namespace mcu::h323::capability {

namespace {

struct Level {
    std::uint8_t idc;
    std::uint16_t parameter;
};

constexpr std::array kLevels = {Level{10, 15},
                                Level{9, 19},
                                Level{11, 22},
                                Level{12, 29},
                                Level{13, 36},
                                Level{20, 43},
                                Level{21, 50},
                                Level{22, 57},
                                Level{30, 64},
                                Level{31, 71},
                                Level{32, 78},
                                Level{40, 85},
                                Level{41, 92},
                                Level{42, 99},
                                Level{50, 106},
                                Level{51, 113}};

enum Parameter : std::uint8_t {
    customMaxMbps = 3,
    customMaxFs = 4,
    customMaxBr = 6,
    profile = 41,
    level = 42,
};

constexpr std::uint32_t kMbpsUnit = 500;
constexpr std::uint32_t kFsUnit = 256;
constexpr std::uint32_t kBrUnitKbps = 25;

constexpr int kBaselineBit = 64;
constexpr int kMainBit = 32;
constexpr int kExtendedBit = 16;
constexpr int kHighBit = 8;

int profileBit(std::uint8_t profileIdc) {
    switch (profileIdc) {
        case 77:
            return kMainBit;
        case 88:
            return kExtendedBit;
        case 100:
            return kHighBit;
        default:
            return kBaselineBit;
    }
}

/// Of the profiles an entry names, the one everybody decodes.
void setProfile(std::int64_t bits, media::H264Format& format) {
    format.constraints = 0;
    if ((bits & kBaselineBit) != 0) {
        format.profileIdc = 66;
        format.constraints = 0xE0;
    } else if ((bits & kMainBit) != 0) {
        format.profileIdc = 77;
    } else if ((bits & kHighBit) != 0) {
        format.profileIdc = 100;
    } else if ((bits & kExtendedBit) != 0) {
        format.profileIdc = 88;
    }
}

void add(Value& generic, int id, std::string_view kind, std::int64_t value) {
    auto& parameter = generic.append("collapsing");
    parameter.set("parameterIdentifier.standard", std::int64_t{id});
    parameter.at("parameterValue").set(kind, value);
}

std::optional<std::int64_t> valueOf(const Value& parameter) {
    const auto kind = parameter.chosen("parameterValue");
    if (kind == "booleanArray" || kind == "unsignedMin" || kind == "unsignedMax" ||
        kind == "unsigned32Min" || kind == "unsigned32Max") {
        return parameter.number(std::string("parameterValue.") + std::string(kind));
    }
    return std::nullopt;
}

std::uint32_t scaled(std::int64_t value, std::uint32_t unit) {
    constexpr auto kMost = std::numeric_limits<std::uint32_t>::max();
    return value < 0 || value > kMost / unit ? kMost : static_cast<std::uint32_t>(value) * unit;
}

}  // namespace

std::uint16_t levelParameter(int levelIdc) {
    if (levelIdc == 9) {
        return 19;
    }
    std::uint16_t found = kLevels.front().parameter;
    for (const auto& known : kLevels) {
        if (known.idc != 9 && known.idc <= levelIdc) {
            found = known.parameter;
        }
    }
    return found;
}

std::uint8_t levelIdc(std::int64_t parameter) {
    std::uint8_t found = kLevels.front().idc;
    for (const auto& known : kLevels) {
        if (known.parameter <= parameter) {
            found = known.idc;
        }
    }
    return found;
}

void writeH264(Value& generic, const H264Capability& capability) {
    const auto& format = capability.format;
    generic.setOid("capabilityIdentifier.standard", kH264);
    if (capability.kbps != 0) {
        generic.set("maxBitRate", std::int64_t{capability.kbps} * 10);
    }
    add(generic, profile, "booleanArray", profileBit(format.profileIdc));
    add(generic, level, "unsignedMin", levelParameter(format.levelIdc));
    if (format.maxMbps >= kMbpsUnit) {
        add(generic, customMaxMbps, "unsignedMin", format.maxMbps / kMbpsUnit);
    }
    if (format.maxFs >= kFsUnit) {
        add(generic, customMaxFs, "unsignedMin", format.maxFs / kFsUnit);
    }
    if (format.maxBrKbps >= kBrUnitKbps) {
        add(generic, customMaxBr, "unsignedMin", format.maxBrKbps / kBrUnitKbps);
    }
}

std::optional<H264Capability> readH264(const Value& generic) {
    if (generic.oid("capabilityIdentifier.standard") != kH264) {
        return std::nullopt;
    }
    H264Capability out;
    out.format = {66, 0xE0, 10, 0, 0, 0, 0};
    out.kbps = static_cast<std::uint32_t>(generic.number("maxBitRate").value_or(0) / 10);
    bool hasProfile = false;
    bool hasLevel = false;
    for (std::size_t i = 0; i < generic.size("collapsing"); ++i) {
        const auto& parameter = *generic.find("collapsing." + std::to_string(i));
        const auto value = valueOf(parameter);
        const auto id = parameter.number("parameterIdentifier.standard");
        if (!id || !value) {
            continue;
        }
        switch (*id) {
            case profile:
                setProfile(*value, out.format);
                hasProfile = true;
                break;
            case level:
                out.format.levelIdc = levelIdc(*value);
                hasLevel = true;
                break;
            case customMaxMbps:
                out.format.maxMbps = scaled(*value, kMbpsUnit);
                break;
            case customMaxFs:
                out.format.maxFs = scaled(*value, kFsUnit);
                break;
            case customMaxBr:
                out.format.maxBrKbps = scaled(*value, kBrUnitKbps);
                break;
            default:
                break;
        }
    }
    if (!hasProfile || !hasLevel) {
        return std::nullopt;
    }
    return out;
}

}  // namespace mcu::h323::capability
