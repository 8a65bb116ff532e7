// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/check.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace mcu::session {

namespace {

using conference::Examination;
using conference::StreamFigures;

constexpr const char* kItemField = "item.";

std::string decimal(double value, int digits) {
    std::array<char, 48> text{};
    const auto end =
        std::to_chars(
            text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits)
            .ptr;
    return {text.data(), end};
}

double numberIn(const std::map<std::string, std::string>& fields, const char* name) {
    const auto found = fields.find(name);
    double value = -1;
    if (found != fields.end()) {
        std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
    }
    return value;
}

std::string textIn(const std::map<std::string, std::string>& fields, const char* name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
}

Verdict passedIf(bool good) {
    return good ? Verdict::passed : Verdict::failed;
}

CheckItem pictureIn(const Examination& measured, const CheckLimits& limits) {
    CheckItem item{"picture_in", Verdict::failed, ""};
    if (!measured.picture.agreed) {
        item.value = "no-stream";
    } else if (!measured.pictureCame) {
        item.value = measured.picture.packetsIn == 0 ? "none" : "not-decodable";
    } else if (measured.brightness < limits.leastBrightness) {
        item.value = "black";  // which does not move either
    } else if (measured.contrast < limits.leastContrast) {
        item.value = "even";
    } else if (measured.stillMs > limits.mostStillMs) {
        item.value = "frozen";
    } else if (measured.framesPerSecond < limits.leastFramesPerSecond) {
        item.value = "slow";
    } else {
        item.verdict = Verdict::passed;
        item.value = "good";
    }
    return item;
}

CheckItem soundIn(const Examination& measured, const CheckLimits& limits) {
    CheckItem item{"sound_in", Verdict::failed, ""};
    if (!measured.sound.agreed) {
        item.value = "no-stream";
    } else if (measured.sound.packetsIn == 0) {
        item.value = "none";
    } else if (measured.loudestDbfs < limits.leastSoundDbfs) {
        item.value = "silence";
    } else {
        item.verdict = Verdict::passed;
        item.value = decimal(measured.loudestDbfs, 0) + " dBFS";
    }
    return item;
}

/// What is sent arrives: the room reports it. A room without reports leaves it open.
CheckItem sentTo(const char* name, const StreamFigures& stream, const CheckLimits& limits) {
    if (!stream.agreed) {
        return {name, Verdict::failed, "no-stream"};
    }
    if (stream.packetsOut == 0) {
        return {name, Verdict::failed, "none"};
    }
    if (stream.roundTripMs < 0) {
        return {name, Verdict::notChecked, "no-report"};
    }
    return {name,
            passedIf(stream.lossOutPercent <= limits.mostLossPercent),
            decimal(stream.lossOutPercent, 1) + " %"};
}

CheckItem echoOf(const Examination& measured, const CheckLimits& limits) {
    if (!measured.echoDelayMs) {
        const bool heard = measured.sound.packetsIn > 0 && measured.sound.packetsOut > 0;
        return {"echo", heard ? Verdict::passed : Verdict::notChecked, heard ? "none" : ""};
    }
    return {"echo",
            passedIf(measured.echoLevelDb <= limits.mostEchoDb),
            decimal(measured.echoLevelDb, 0) + " dB, " + decimal(*measured.echoDelayMs, 0) + " ms"};
}

CheckItem loopOf(const Examination& measured) {
    if (!measured.loopDelayMs) {
        return {"loop",
                measured.pictureCame ? Verdict::passed : Verdict::notChecked,
                measured.pictureCame ? "none" : ""};
    }
    return {"loop", Verdict::failed, decimal(*measured.loopDelayMs, 0) + " ms"};
}

/// A figure with an upper limit; negative: it is not known.
CheckItem atMost(const char* name, double value, double most, int digits, const char* unit) {
    if (value < 0) {
        return {name, Verdict::notChecked, ""};
    }
    return {name, passedIf(value <= most), decimal(value, digits) + unit};
}

CheckItem encryptionOf(const Examination& measured, bool must) {
    const auto secured = [](const StreamFigures& stream) {
        return !stream.agreed || stream.secured;
    };
    const bool all = (measured.sound.agreed || measured.picture.agreed) &&
                     secured(measured.sound) && secured(measured.picture);
    return {"encryption", passedIf(all || !must), all ? "encrypted" : "clear"};
}

void addFigures(CheckResult& result, const Examination& measured, const CheckLimits& limits) {
    const auto& sound = measured.sound;
    const auto& picture = measured.picture;
    const bool came = sound.packetsIn + picture.packetsIn > 0;
    result.kbps = sound.kbpsIn + picture.kbpsIn;
    result.lossPercent = came ? std::max(sound.lossInPercent, picture.lossInPercent) : -1;
    result.jitterMs = came ? std::max(sound.jitterMs, picture.jitterMs) : -1;
    result.roundTripMs = std::max(sound.roundTripMs, picture.roundTripMs);
    result.resolution = measured.pictureCame ? std::to_string(measured.width) + "x" +
                                                   std::to_string(measured.height) + "@" +
                                                   decimal(measured.framesPerSecond, 0)
                                             : "";
    result.items.push_back(atMost("loss", result.lossPercent, limits.mostLossPercent, 1, " %"));
    result.items.push_back(atMost("jitter", result.jitterMs, limits.mostJitterMs, 0, " ms"));
    result.items.push_back(
        atMost("round_trip", result.roundTripMs, limits.mostRoundTripMs, 0, " ms"));
    result.items.push_back(
        {"rate",
         picture.agreed ? passedIf(picture.kbpsIn >= limits.leastKbps) : Verdict::notChecked,
         decimal(result.kbps, 0) + " kbit/s"});
}

}  // namespace

std::string_view nameOf(Verdict verdict) {
    switch (verdict) {
        case Verdict::passed:
            return "passed";
        case Verdict::failed:
            return "failed";
        case Verdict::notChecked:
            break;
    }
    return "not-checked";
}

Verdict verdictOf(const std::string& name) {
    return name == "passed"   ? Verdict::passed
           : name == "failed" ? Verdict::failed
                              : Verdict::notChecked;
}

const std::vector<std::string>& checkItems() {
    static const std::vector<std::string> kItems = {"call",
                                                    "picture_in",
                                                    "picture_out",
                                                    "sound_in",
                                                    "sound_out",
                                                    "loss",
                                                    "jitter",
                                                    "round_trip",
                                                    "rate",
                                                    "echo",
                                                    "loop",
                                                    "encryption"};
    return kItems;
}

const CheckItem* CheckResult::item(const std::string& name) const {
    const auto found =
        std::ranges::find_if(items, [&](const auto& each) { return each.name == name; });
    return found == items.end() ? nullptr : &*found;
}

CheckResult judge(const Examination& measured, const CheckLimits& limits, bool mustEncrypt) {
    CheckResult result;
    result.cause = measured.cause;
    result.connectSeconds = measured.connectSeconds;
    result.protocol = measured.protocol;
    result.address = measured.remoteAddress;
    result.items.push_back(
        {"call", passedIf(measured.connected), measured.connected ? "good" : measured.cause});
    if (!measured.connected) {
        result.verdict = Verdict::failed;
        return result;
    }
    result.items.push_back(pictureIn(measured, limits));
    result.items.push_back(sentTo("picture_out", measured.picture, limits));
    result.items.push_back(soundIn(measured, limits));
    result.items.push_back(sentTo("sound_out", measured.sound, limits));
    addFigures(result, measured, limits);
    result.items.push_back(echoOf(measured, limits));
    result.items.push_back(loopOf(measured));
    result.items.push_back(encryptionOf(measured, mustEncrypt));
    // Ended early: what was seen so far says nothing for sure.
    if (!measured.cause.empty()) {
        result.verdict =
            measured.cause.starts_with("interrupted") ? Verdict::notChecked : Verdict::failed;
        return result;
    }
    const bool failed = std::ranges::any_of(
        result.items, [](const auto& item) { return item.verdict == Verdict::failed; });
    result.verdict = failed ? Verdict::failed : Verdict::passed;
    return result;
}

std::map<std::string, std::string> fieldsOf(const CheckResult& result) {
    std::map<std::string, std::string> fields = {{"verdict", std::string(nameOf(result.verdict))},
                                                 {"cause", result.cause},
                                                 {"connect", decimal(result.connectSeconds, 3)},
                                                 {"protocol", result.protocol},
                                                 {"address", result.address},
                                                 {"resolution", result.resolution},
                                                 {"kbps", decimal(result.kbps, 0)},
                                                 {"loss", decimal(result.lossPercent, 2)},
                                                 {"jitter", decimal(result.jitterMs, 1)},
                                                 {"round_trip", decimal(result.roundTripMs, 1)}};
    for (const auto& item : result.items) {
        fields[kItemField + item.name] = std::string(nameOf(item.verdict)) + " " + item.value;
    }
    return fields;
}

CheckResult checkOf(const std::map<std::string, std::string>& fields) {
    CheckResult result;
    result.verdict = verdictOf(textIn(fields, "verdict"));
    result.cause = textIn(fields, "cause");
    result.protocol = textIn(fields, "protocol");
    result.address = textIn(fields, "address");
    result.resolution = textIn(fields, "resolution");
    result.connectSeconds = numberIn(fields, "connect");
    result.kbps = numberIn(fields, "kbps");
    result.lossPercent = numberIn(fields, "loss");
    result.jitterMs = numberIn(fields, "jitter");
    result.roundTripMs = numberIn(fields, "round_trip");
    for (const auto& name : checkItems()) {
        const auto found = fields.find(kItemField + name);
        if (found != fields.end()) {
            const auto space = found->second.find(' ');
            result.items.push_back(
                {name,
                 verdictOf(found->second.substr(0, space)),
                 space == std::string::npos ? "" : found->second.substr(space + 1)});
        }
    }
    return result;
}

}  // namespace mcu::session
