// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/notice.h"

#include <algorithm>

#include "session/document.h"
#include "session/local_time.h"

namespace mcu::session {

namespace {

std::vector<Contact> contactsOf(const Plan& plan, const std::string& organisation) {
    std::vector<Contact> contacts;
    for (const auto& contact : plan.contacts) {
        if (contact.organisation == organisation) {
            contacts.push_back(contact);
        }
    }
    return contacts;
}

std::string siteCounts(const Recipient& recipient, Language say) {
    return std::to_string(recipient.sites.size()) + say(" điểm cầu", " sites");
}

std::string scheduleText(const PlanIdentity& session, Language say) {
    std::string text;
    if (session.rehearsalStart && session.rehearsalEnd) {
        text += say("- Tổng duyệt: ", "- Rehearsal: ") + dayAndTime(*session.rehearsalStart) +
                say(" đến ", " to ") + dayAndTime(*session.rehearsalEnd) + "\n";
    }
    if (session.connectAt) {
        text +=
            say("- Kết nối phiên họp: ", "- Connection: ") + dayAndTime(*session.connectAt) + "\n";
    }
    text += say("- Thời gian chính thức: ", "- Official time: ") + dayAndTime(session.start) + "\n";
    return text;
}

std::string documentLine(const PlanIdentity& session, Language say) {
    if (session.documentNumber.empty()) {
        return {};
    }
    return say("Căn cứ văn bản số ", "By document ") + session.documentNumber +
           (session.documentSigner.empty() ? "" : say(" của ", " of ") + session.documentSigner) +
           ".\n";
}

std::string letter(const Plan& plan, int version, const Recipient& recipient, Language say) {
    const auto& session = plan.session;
    std::string text = say("Kính gửi: ", "To: ") + recipient.name + "\n\n" +
                       documentLine(session, say) + say("Phiên họp: ", "Session: ") +
                       session.title + " (" + session.id + ")\n" + scheduleText(session, say);
    text += say("- Tổng số điểm cầu: ", "- Sites in all: ") + std::to_string(plan.sites.size()) +
            say("; của đơn vị: ", "; of your unit: ") + std::to_string(recipient.sites.size()) +
            "\n";
    for (const auto* site : recipient.sites) {
        text += "    " + site->id + "  " + site->name + "\n";
    }
    text += say("- Kịch bản:\n", "- Script:\n");
    for (const auto& cue : plan.script) {
        text += "    " + std::to_string(cue.number) + ". " + (cue.at.empty() ? "" : cue.at + " ") +
                cue.title + "\n";
    }
    text += say("\nĐề nghị đơn vị cử cán bộ kỹ thuật, cán bộ phòng họp có mặt để cài đặt, kiểm tra "
                "thiết bị đúng thời gian trên",
                "\nPlease send technicians and room officers to set up and test at these times") +
            say(" và thống nhất phương án phiên bản ", ", and agree version ") +
            std::to_string(version) + say(".\n", " of the plan.\n");
    return text;
}

std::string shortText(const Plan& plan, const Recipient& recipient, Language say) {
    const auto& session = plan.session;
    std::string text = session.title + ", " + dayAndTime(session.start) + ". ";
    if (session.rehearsalStart) {
        text += say("Tổng duyệt ", "Rehearsal ") + dayAndTime(*session.rehearsalStart) + ". ";
    } else if (session.connectAt) {
        text += say("Kết nối ", "Connect ") + dayAndTime(*session.connectAt) + ". ";
    }
    return text + recipient.name + ": " + siteCounts(recipient, say) + ". " +
           say("Đề nghị cử cán bộ trực kỹ thuật.", "Please send technicians.") + " " + session.id;
}

std::string spoken(const Plan& plan, const Recipient& recipient, Language say) {
    std::string text;
    for (const auto& contact : recipient.contacts) {
        text += say("Gọi ", "Call ") + contact.phone + " " + contact.name + "\n";
    }
    return text + say("\"Văn phòng UBND tỉnh thông báo: ", "\"The Provincial Office announces: ") +
           shortText(plan, recipient, say) +
           say(" Xin nhắc lại thời gian để xác nhận.\"", " Please repeat the time to confirm.\"") +
           "\n";
}

}  // namespace

std::vector<Recipient> recipientsOf(const Plan& plan) {
    std::vector<Recipient> recipients;
    for (const auto& unit : plan.managingUnits()) {
        Recipient recipient{unit, plan.organisationName(unit), contactsOf(plan, unit), {}};
        for (const auto& site : plan.sites) {
            const auto* mcu = plan.mcu(site.mcu);
            const auto& owner =
                !site.owner.empty() || mcu == nullptr ? site.owner : mcu->organisation;
            if (owner == unit) {
                recipient.sites.push_back(&site);
            }
        }
        recipients.push_back(std::move(recipient));
    }
    for (const auto& site : plan.sites) {
        if (!site.contact.phone.empty() || !site.contact.email.empty()) {
            recipients.push_back({site.id, site.name, {site.contact}, {&site}});
        }
    }
    return recipients;
}

std::string noticeText(const Plan& plan,
                       int version,
                       const Recipient& recipient,
                       const std::string& channel,
                       bool vietnamese) {
    const Language say{vietnamese};
    if (channel == "sms") {
        return shortText(plan, recipient, say);
    }
    return channel == "phone" ? spoken(plan, recipient, say)
                              : letter(plan, version, recipient, say);
}

std::vector<Notice> noticesOf(const Plan& plan,
                              int version,
                              const std::string& channel,
                              bool vietnamese) {
    std::vector<Notice> notices;
    const Language say{vietnamese};
    for (const auto& recipient : recipientsOf(plan)) {
        for (const auto& contact : recipient.contacts) {
            const std::string best = contact.email.empty() ? "sms" : "email";
            const std::string by = channel.empty() ? best : channel;
            const std::string& to = by == "email" ? contact.email : contact.phone;
            if (!to.empty()) {
                notices.push_back(
                    {plan.session.id,
                     recipient.id,
                     by,
                     to,
                     say("Thông báo phiên họp: ", "Notice of a session: ") + plan.session.title,
                     noticeText(plan, version, recipient, by, vietnamese)});
            }
        }
    }
    return notices;
}

void NoSender::send(Notice /*notice*/, std::function<void(Status)> sent) {
    sent(Error(ErrorCode::unavailable, "there is no command to send notices", "", ""));
}

}  // namespace mcu::session
