// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <ctime>

#include "incident/notifier.h"

namespace mcu::incident {

namespace {

/// Việt Nam is UTC+7 the whole year (decision 0213).
std::string timeText(WallTime time) {
    const auto seconds = std::chrono::system_clock::to_time_t(time + std::chrono::hours(7));
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%H:%M:%S %d/%m/%Y", &parts)};
}

std::string kindText(const Incident& incident) {
    if (incident.kind == "drop") {
        return "mất kết nối";
    }
    return incident.kind == "quality" ? "chất lượng kém" : "không mã hóa (ATTT)";
}

}  // namespace

std::string subjectOf(const std::string& name, const Incident& incident) {
    return (incident.open() ? "SỰ CỐ " : "ĐÃ KHẮC PHỤC ") + name + ": " + incident.siteName +
           " - " + kindText(incident);
}

std::string textOf(const std::string& name, const Incident& incident) {
    std::string text = subjectOf(name, incident) + "\n";
    text += "Điểm cầu: " + incident.siteName + " (" + incident.site.value + ")" +
            (incident.onAir ? ", đang lên hình" : "") + "\n";
    text += "Đơn vị: " + incident.owner + "\n";
    if (!incident.contact.empty() || !incident.phone.empty()) {
        text += "Liên hệ: " + incident.contact + " " + incident.phone + "\n";
    }
    text += "Bắt đầu: " + timeText(incident.opened) + " - " + incident.cause + "\n";
    if (incident.closed) {
        text += "Kết thúc: " + timeText(*incident.closed) + " - " + incident.healed + "\n";
    }
    return text;
}

}  // namespace mcu::incident
