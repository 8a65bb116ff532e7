// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "conference/examination.h"

namespace mcu::session {

/// What a room must show in its technical check (PL4-02), as data of the server's configuration
/// (`session.checks`).
struct CheckLimits {
    double mostLossPercent = 2;  ///< either way
    double mostJitterMs = 50;
    double mostRoundTripMs = 400;
    double leastKbps = 128;  ///< of its picture
    double leastFramesPerSecond = 10;
    double leastBrightness = 24;  ///< mean luma of 255; black is 16
    double leastContrast = 3;     ///< deviation of the luma: an even picture shows nothing
    double mostStillMs = 4000;    ///< without any change: frozen
    double leastSoundDbfs = -55;  ///< the loudest 200 ms
    double mostEchoDb = -30;      ///< of the test sound's return against what was sent
    int seconds = 10;             ///< of a measurement
    int callSeconds = 30;         ///< a room that is called may take so long
};

/// Đạt / Chưa đạt / Chưa kiểm tra.
enum class Verdict { passed, failed, notChecked };
[[nodiscard]] std::string_view nameOf(Verdict verdict);
[[nodiscard]] Verdict verdictOf(const std::string& name);

/// One thing a check looks at.
struct CheckItem {
    std::string name;  ///< "call", "picture_in", "sound_out", "loss", ...
    Verdict verdict = Verdict::notChecked;
    std::string value;  ///< measured: "3.8 %", "black", "-23 dBFS"; a code or a number with a unit
};

/// The names of all items, in the order of the form (DOC-04).
[[nodiscard]] const std::vector<std::string>& checkItems();

/// What a check came to.
struct CheckResult {
    Verdict verdict = Verdict::notChecked;
    std::vector<CheckItem> items;
    std::string cause;  ///< why it was not checked, or ended early
    double connectSeconds = -1;
    std::string protocol;
    std::string address;
    std::string resolution;  ///< "1280x720@25"
    double kbps = 0;
    double lossPercent = -1;
    double jitterMs = -1;
    double roundTripMs = -1;

    [[nodiscard]] const CheckItem* item(const std::string& name) const;
};

/// Pure: what the figures of a room come to. `mustEncrypt`: its line or the plan demands it.
[[nodiscard]] CheckResult judge(const conference::Examination& measured,
                                const CheckLimits& limits,
                                bool mustEncrypt);

/// As the fields of a record, and back.
[[nodiscard]] std::map<std::string, std::string> fieldsOf(const CheckResult& result);
[[nodiscard]] CheckResult checkOf(const std::map<std::string, std::string>& fields);

}  // namespace mcu::session
