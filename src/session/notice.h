// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "session/plan.h"

namespace mcu::session {

/// Somebody who must be told of a session (PL2-01, PL2-02): a managing unit, or a site's contact.
struct Recipient {
    std::string id;    ///< organisation or site
    std::string name;  ///< for people
    std::vector<Contact> contacts;
    std::vector<const SiteEntry*> sites;  ///< its own
};

/// Managing units first, then sites with a contact of their own. Sites point into the plan.
[[nodiscard]] std::vector<Recipient> recipientsOf(const Plan& plan);

/// One message to one address.
struct Notice {
    std::string session;
    std::string recipient;
    std::string channel;  ///< "email", "sms", "phone"
    std::string to;
    std::string subject;
    std::string text;
};

/// What is told to a recipient, for a channel: a letter, two lines of SMS without diacritics' loss,
/// or the words to read out on the telephone.
[[nodiscard]] std::string noticeText(const Plan& plan,
                                     int version,
                                     const Recipient& recipient,
                                     const std::string& channel,
                                     bool vietnamese);

/// Every message to be sent: to each contact by e-mail where there is an address, else by SMS.
/// `channel` holds it to one.
[[nodiscard]] std::vector<Notice> noticesOf(const Plan& plan,
                                            int version,
                                            const std::string& channel,
                                            bool vietnamese);

/// Sends messages, one after another, away from the control thread. Implemented by `app`.
class NoticeSender {
public:
    virtual ~NoticeSender() = default;
    /// Whether there is a way to send.
    [[nodiscard]] virtual bool ready() const = 0;
    /// `sent` runs on the control thread, once.
    virtual void send(Notice notice, std::function<void(Status)> sent) = 0;
};

/// Sends nothing.
class NoSender final : public NoticeSender {
public:
    [[nodiscard]] bool ready() const override { return false; }

    void send(Notice notice, std::function<void(Status)> sent) override;
};

}  // namespace mcu::session
