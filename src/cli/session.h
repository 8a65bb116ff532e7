// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "mcu/client.h"

namespace mcu::cli {

namespace v1 = hnth::mcu::v1;

/// What mcuctl ends with.
enum class Exit : int {
    done = 0,
    refused = 1,      ///< refused or failed
    usage = 2,        ///< wrong usage
    unreachable = 3,  ///< the server does not answer
    notAllowed = 4,
};

/// The options that hold for every command.
struct Globals {
    client::Settings server;
    std::string actor;
    std::string organisation;
    std::string sessionId;  ///< a session (phiên họp)
    std::string why;        ///< of an act outside the script
    std::string conference;
    std::string language = "vi";
    bool json = false;
    bool colour = false;
    std::size_t columns = 80;
    std::size_t rows = 24;
};

/// Marks of the terminal; empty without colour.
enum class Shade { good, warning, bad, strong, faint };
[[nodiscard]] std::string shaded(const Globals& globals, Shade shade, const std::string& text);

/// One run of mcuctl: the connection, where to print, and how an answer reads.
class Session {
public:
    Session(Globals globals, std::ostream& out, std::ostream& err);

    [[nodiscard]] const Globals& globals() const { return globals_; }

    [[nodiscard]] std::ostream& out() { return out_; }

    [[nodiscard]] std::ostream& err() { return err_; }

    /// The connection; a failure is reported already.
    [[nodiscard]] const client::Client* connect();

    /// Sends a command, prints what came of it. Fills in the actor and, where the command has one
    /// and none is named, the conference. The reply is kept for the caller.
    Exit execute(v1::CommandRequest request, v1::CommandReply* keep = nullptr, bool quiet = false);

    /// Fills in the actor and, where the command has one and none is named, the conference. False:
    /// reported already.
    bool complete(v1::CommandRequest& request, Exit& failed);
    /// Prints what came of a command, and says how to end.
    Exit printReply(const v1::CommandRequest& request, const v1::CommandReply& reply);

    /// The conference named by --conference, else the only one there is. Nothing: reported already.
    [[nodiscard]] std::optional<std::string> conference(Exit& failed);

    /// An answer's value, or nothing: then the failure is reported and `failed` says how to end.
    template <typename T>
    std::optional<T> take(client::Answer<T> answer, Exit& failed) {
        if (answer) {
            return std::move(*answer);
        }
        failed = report(answer.error());
        return std::nullopt;
    }

    Exit report(const client::Failure& failure);
    /// What is wrong, and what to do about it.
    void complain(const std::string& what, const std::string& advice);

    /// "xã Điểm cầu ... (x.03985)" for the ids, as the site list knows them.
    [[nodiscard]] std::vector<std::string> describe(const std::vector<std::string>& sites);

private:
    /// --why: of what the command showed outside the script.
    void giveReason(const client::Client& client) const;

    Globals globals_;
    std::ostream& out_;
    std::ostream& err_;
    std::optional<client::Client> client_;
};

}  // namespace mcu::cli
